// Scripts named by their path (engine.execute) and scripts mounted at a prefix: V16, S05–S12 without URL decoding.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locateFile } from '../../../engine/cgi/locate-file.ts';
import { locateMounted } from '../../../engine/cgi/locate-mounted.ts';
import { isNodeShebang } from '../../../engine/cgi/shebang.ts';
import { parseTarget } from '../../../engine/cgi/target.ts';
import type { ErrorCode } from '../../../engine/errors.ts';
import { LOCATE, memoryProbe, ROOT, refusal } from './rooms.ts';

const probe = memoryProbe({
  'env.js': {},
  'sub/nph-x.js': {},
  'a%20b.js': {},
  'notes.txt': {},
  '.hidden.js': {},
  'node_modules/a.js': {},
  'outside.js': { link: '/etc/secret.js' },
  'locked.js': { kind: 'unreadable' },
  '/etc/secret.js': {},
});

const FOUND: readonly (readonly [path: string, scriptName: string, nph?: boolean])[] = [
  ['env.js', '/env.js'],
  ['./env.js', '/env.js'],
  ['sub/../env.js', '/env.js'],
  [`${ROOT}/env.js`, '/env.js'],
  ['sub/nph-x.js', '/sub/nph-x.js', true],
  ['a%20b.js', '/a%20b.js'],
];

for (const [path, scriptName, nph] of FOUND) {
  test(`locateFile: "${path}" is found and not decoded`, () => {
    const expected = { kind: 'script', script: ROOT + scriptName, scriptName, pathInfo: undefined, nph: nph ?? false };
    assert.deepEqual(locateFile(path, probe, LOCATE), expected);
  });
}

const REFUSED: readonly (readonly [path: string, code: ErrorCode])[] = [
  ['missing.js', 'SCRIPT_NOT_FOUND'],
  ['env.js/a', 'SCRIPT_NOT_FOUND'],
  ['../cgi-evil/a.js', 'SCRIPT_FORBIDDEN'],
  ['/etc/secret.js', 'SCRIPT_FORBIDDEN'],
  ['outside.js', 'SCRIPT_FORBIDDEN'],
  ['notes.txt', 'SCRIPT_FORBIDDEN'],
  ['locked.js', 'SCRIPT_FORBIDDEN'],
  ['.hidden.js', 'PATH_REFUSED'],
  ['node_modules/a.js', 'PATH_REFUSED'],
  ['env.js\0', 'BAD_PATH'],
  ['sub', 'DIRECTORY_WITHOUT_INDEX'],
  ['', 'DIRECTORY_WITHOUT_INDEX'],
];

for (const [path, code] of REFUSED) {
  test(`locateFile: ${JSON.stringify(path)} is refused with ${code}`, () => {
    refusal(() => locateFile(path, probe, LOCATE), code);
  });
}

const MOUNTED: readonly (readonly [id: string, target: string, mount: string, name: string, info?: string])[] = [
  ['V16 TestPathInfo', '/app/bar', '/app', '/app', '/bar'],
  ['V16 the mount itself', '/app', '/app', '/app'],
  ['V16 TestPathInfoDirRoot', '/myscript//bar', '/myscript//', '/myscript', '/bar'],
  ['V16 TestPathInfoNoRoot', '/bar', '', '', '/bar'],
  ['V16 mount at a slash', '/', '/', '', '/'],
];

for (const [id, target, mount, scriptName, pathInfo] of MOUNTED) {
  test(`locateMounted: ${id}`, () => {
    const found = locateMounted(parseTarget(target), mount, 'env.js', probe, LOCATE);
    assert.deepEqual(found, { kind: 'script', script: `${ROOT}/env.js`, scriptName, pathInfo, nph: false });
  });
}

test('locateMounted: S13 and paths outside of the mount', () => {
  const off = { ...LOCATE, acceptPathInfo: false };
  refusal(() => locateMounted(parseTarget('/app/x'), '/app', 'env.js', probe, off), 'PATH_REFUSED');
  refusal(() => locateMounted(parseTarget('/apple'), '/app', 'env.js', probe, LOCATE), 'SCRIPT_NOT_FOUND');
});

const SHEBANGS: readonly (readonly [line: string, isNode: boolean])[] = [
  ['', true],
  ["console.log('#!/usr/bin/perl')", true],
  ['#!/usr/bin/env node', true],
  ['#!/usr/bin/env -S node --no-warnings', true],
  ['#!/usr/bin/env -i NODE_ENV=x node', true],
  ['#! /usr/local/bin/node --harmony', true],
  ['#!/usr/bin/nodejs', true],
  ['#!/opt/node-22.1/bin/node22', true],
  ['\uFEFF#!/usr/bin/node', true],
  ['\xEF\xBB\xBF#!/usr/bin/node', true],
  ['#!/usr/bin/node\r', true],
  ['#!/usr/bin/perl', false],
  ['#!/bin/sh node', false],
  ['#!/usr/bin/env python3 node', false],
  ['#!/usr/bin/env', false],
  ['#!', false],
  ['\uFEFF#!/usr/bin/perl', false],
];

for (const [line, isNode] of SHEBANGS) {
  test(`isNodeShebang: S16 ${JSON.stringify(line)} is ${isNode ? '' : 'not '}for node`, () => {
    assert.equal(isNodeShebang(line), isNode);
  });
}
