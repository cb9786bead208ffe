import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownPaths } from '../../../adapters/doctor/known-paths.ts';
import { tokenize } from '../../../adapters/doctor/tokens.ts';
import { findUses } from '../../../adapters/doctor/uses.ts';

for (const [source, expected] of [
  ["#!/usr/bin/env node\nrequire('a') // require('b')", ['require', '(', 'a', ')']],
  ['/* x */ a /= b / c', ['a', '/=', 'b', '/', 'c']],
  ["x = /require('a')[/]/g.test(y)", ['x', '=', "/require('a')[/]/g", '.', 'test', '(', 'y', ')']],
  ['return /a/', ['return', '/a/']],
  ['a?.b ?? c?1:.5', ['a', '?.', 'b', '??', 'c', '?', '1', ':', '.', '5']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
  ['`a${b + `c${d}`}e` + f', ['', '(', 'b', '+', '', '(', 'd', ')', ')', '+', 'f']],
  ["'it\\'s' + \"\\n\"", ["it's", '+', '\n']],
  ['ünï.$x', ['ünï', '.', '$x']],
] as const) {
  test(`tokenize: ${JSON.stringify(source)}`, () => {
    assert.deepEqual(
      tokenize(source).map(({ text }) => text),
      expected,
    );
  });
}

test('tokenize: lines are counted through comments, strings and templates', () => {
  const tokens = tokenize("a /* \n */ b `\n` c '\\\n' d\ne");
  assert.deepEqual(
    tokens.filter(({ kind }) => kind === 'name').map(({ text, line }) => text + line),
    ['a1', 'b2', 'c3', 'd4', 'e5'],
  );
});

for (const [source, expected] of [
  ["const fs = require('fs'); fs.readFileSync(x)", ['fs.readFileSync']],
  ["require('fs').writeFileSync(x)", ['fs.writeFileSync']],
  [
    "const { exec, spawn: run } = require('node:child_process'); run()",
    ['node:child_process.exec', 'node:child_process.spawn'],
  ],
  ["import cp, { exec as e } from 'child_process'; cp.fork(); e();", ['child_process.exec', 'child_process.fork']],
  ["import * as net from 'net'; net.connect(1)", ['net.connect']],
  ["import type { Socket } from 'net'", []],
  ["const fs = require('fs').promises; fs.rm(x)", ['fs.promises', 'fs/promises.rm']],
  ["const fs = require('fs'); const { rmSync } = fs; rmSync(x)", ['fs.rmSync']],
  ["const fs = require('fs'); fs.promises.rm(x)", ['fs/promises.rm']],
  ["const { promises: p } = require('fs'); p.rm(x)", ['fs.promises', 'fs/promises.rm']],
  ["const cp = await import('child_process'); cp.exec('x')", ['child_process.exec']],
  ["const WS = require('http').Agent; WS()", ['http.Agent']],
  ["x.require('fs').rmSync(); 'require(\"net\").connect()'", []],
  ["import('fs').then((fs) => fs.rm(x))", ['fs.rm']],
  ["process.getBuiltinModule('fs').rmSync(x)", ['fs.rmSync', 'process.getBuiltinModule']],
  ['process.kill(1)', ['process.kill']],
  ["const process = require('./mine'); process.kill(1)", ['./mine.kill']],
] as const) {
  test(`findUses: ${source}`, () => {
    const uses = findUses(tokenize(source)).members.map(({ specifier, member }) => `${specifier}.${member}`);
    assert.deepEqual([...new Set(uses)].sort(), [...expected].sort());
  });
}

test('findUses: free names are those that nothing in the source declares', () => {
  const free = (source: string) => findUses(tokenize(source)).free.has('fetch');
  assert.ok(free('await fetch(url)'));
  for (const source of [
    'function fetch() {} fetch()',
    'x.fetch()',
    "import { fetch } from './x.js'",
    '({ fetch: 1 })',
    "'fetch()'",
    '({ fetch() {} })',
    '(fetch) => fetch()',
    'function f({ fetch }) { fetch() }',
    'const { x: fetch } = y; fetch()',
    'try {} catch (fetch) {}',
  ]) {
    assert.equal(free(source), false, source);
  }
});

for (const [expression, expected] of [
  ["'/a/b'", '/a/b'],
  ["'b.txt'", '/srv/cgi/b.txt'],
  ["__dirname + '/../data/x'", '/srv/data/x'],
  ["path.join(__dirname, '..', 'data')", '/srv/data'],
  ["path.resolve('x', '/y')", '/y'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
  ['`${__dirname}/log-${1}`', undefined],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
  ['`${folder}/log`', '/srv/data/log'],
  ["process.env.DIR || path.join(folder, 'x')", '/srv/data/x'],
  ["new URL('../data/y', import.meta.url)", '/srv/data/y'],
  ["path.join(folder, name + '.txt')", undefined],
  ["path.join(folder, 'a' + '.txt')", '/srv/data/a.txt'],
  ['process.argv[2]', undefined],
  ['twice', undefined],
] as const) {
  test(`KnownPaths: ${expression}`, () => {
    const source = `const folder = path.join(__dirname, '../data'); let twice = '/a'; { let twice = '/b'; } f(${expression});`;
    const tokens = tokenize(source);
    const call = tokens.findIndex(({ text }) => text === 'f');
    assert.equal(new KnownPaths(tokens, '/srv/cgi/x.js', '/srv/cgi').pathAt(call + 2), expected);
  });
}
