// A worker may read what it is made of, wherever links put that, and Node asks for each link on the way.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { page } from './script-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MODULES = realpathSync(join(ROOT, 'node_modules'));

/** How node_modules comes to lie beside dist/. */
const LAYOUTS: Record<string, (installed: string, base: string) => void> = {
  'node_modules a link': (installed) => symlinkSync(MODULES, join(installed, 'node_modules')),
  'node_modules a link to a link': (installed, base) => {
    symlinkSync(MODULES, join(base, 'first'));
    symlinkSync(join('..', 'first'), join(installed, 'node_modules'));
  },
  'a link that leads nowhere further up': (installed, base) => {
    symlinkSync(MODULES, join(installed, 'node_modules'));
    symlinkSync(join(base, 'nowhere'), join(base, 'node_modules'));
  },
  'each package a link, as pnpm makes them': (installed, base) => {
    mkdirSync(join(installed, 'node_modules'));
    mkdirSync(join(base, 'store'));
    for (const name of readdirSync(MODULES).filter((entry) => !entry.startsWith('.'))) {
      symlinkSync(join(MODULES, name), join(base, 'store', name));
      symlinkSync(join('..', '..', 'store', name), join(installed, 'node_modules', name));
    }
  },
};

for (const [name, link] of Object.entries(LAYOUTS)) {
  test(`installed behind links, ${name}: scripts are run`, (t) => {
    const base = mkdtempSync(join(tmpdir(), 'freshcgi-links-'));
    t.after(() => rmSync(base, { recursive: true }));
    const installed = join(base, 'installed');
    for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(installed, part), { recursive: true });
    link(installed, base);
    mkdirSync(join(installed, 'cgi-bin'));
    writeFileSync(join(installed, 'cgi-bin', 'a.js'), page('console.log("answered")'));
    const program = `
      import { createEngine } from './dist/engine/index.js';
      const engine = createEngine({ root: 'cgi-bin' });
      console.log(await (await engine.execute('a.js')).text());
      await engine.close();`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: installed,
      timeout: 30_000,
      encoding: 'utf8',
    });
    assert.equal(out, 'answered\n\n');
  });
}
