// What is public, by name: a change here is a change of the product.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ERRORS } from '../../engine/errors.ts';
import { VERSION } from '../../engine/version.ts';
import { ROOT } from './sources.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
};

test('the version is that of package.json', () => {
  assert.equal(VERSION, manifest.version);
});

test('the doors of the package export these names', async () => {
  const names: Record<string, string[]> = {};
  for (const door of Object.keys(manifest.exports)) {
    if (door === './package.json') continue;
    names[door] = Object.keys((await import(`freshcgi${door.slice(1)}`)) as object).sort();
  }
  assert.deepEqual(names, {
    '.': ['CgiError', 'createEngine', 'isCgiError'],
    './hono': ['cgi'],
    './http': ['handle', 'headerPairs', 'targetOf', 'toResponse'],
    './static': ['serveFiles'],
    './node': ['serveNode'],
    './testing': [
      ...['assertBody', 'assertCookie', 'assertExitCode', 'assertHeader', 'assertHtml', 'assertJson', 'assertRedirect'],
      ...['assertStatus', 'assertStderr', 'goldenCases', 'runScript'],
    ],
    './testing/matchers': ['matchers'],
  });
});

test('every run-time dependency has its reason in ARCHITECTURE.md', () => {
  const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  for (const name of Object.keys(manifest.dependencies)) {
    assert.ok(architecture.includes(`\`${name}\``), `${name} is not explained`);
  }
});

test('docs/errors.md is the table of errors', () => {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, fault, sentence }]) => `| \`${code}\` | ${status} | ${fault} | ${sentence} |`,
  );
  const page = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8');
  const listed = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(listed, rows);
});
