// The folder that every peer serves: the scripts in three languages, each with twenty modules beside it, and our node for real CGI.
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const SCRIPTS = join(import.meta.dirname, 'scripts');
const PARTS = 20;
const FUNCTIONS = 10;
/** Long ago: caches do not trust what has just been written. */
const WRITTEN = new Date('2020-01-01');

export interface Site extends Disposable {
  readonly folder: string;
  /** The scripts. */
  readonly root: string;
}

export function makeSite(): Site {
  // Servers started by root run as another user, who must get in.
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-peers-'));
  chmodSync(folder, 0o755);
  const root = join(folder, 'cgi-bin');
  mkdirSync(join(root, 'lib'), { recursive: true });
  const node = installNode(folder);
  for (const name of readdirSync(SCRIPTS)) {
    const text = readFileSync(join(SCRIPTS, name), 'utf8');
    write(join(root, name), extname(name) === '.js' ? `#!${node}\n${text}` : text);
    chmodSync(join(root, name), 0o755);
  }
  for (let i = 0; i < PARTS; i++) {
    for (const [extension, part] of Object.entries(PART)) write(join(root, 'lib', `part${i}.${extension}`), part(i));
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Also when the bench is interrupted.
  process.once('exit', remove);
  return { folder, root, [Symbol.dispose]: remove };
}

const PART: Readonly<Record<string, (i: number) => string>> = {
  js: (i) => `${functions((f) => `exports.f${f} = function (x) {\n  return x + ${i + f};\n};`)}\n`,
  py: (i) => `${functions((f) => `def f${f}(x):\n    return x + ${i + f}\n`)}\n`,
  php: (i) => `<?php\n${functions((f) => `function part${i}_f${f}($x) {\n    return $x + ${i + f};\n}`)}\n`,
};

function functions(one: (f: number) => string): string {
  return Array.from({ length: FUNCTIONS }, (_, f) => one(f)).join('\n');
}

function write(path: string, text: string): void {
  writeFileSync(path, text);
  utimesSync(path, WRITTEN, WRITTEN);
}

/** Our node under a path that the servers' user may read, whatever folder this repository lies in. */
function installNode(folder: string): string {
  const node = join(folder, 'node');
  const ours = realpathSync(process.execPath);
  try {
    linkSync(ours, node);
  } catch {
    copyFileSync(ours, node);
  }
  chmodSync(node, 0o755);
  return node;
}
