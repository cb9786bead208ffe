import assert from 'node:assert/strict';
import nodePath from 'node:path';
import test from 'node:test';
import posixModule from '../../sandbox-lib/node/path/posix.ts';
import win32Module from '../../sandbox-lib/node/path/win32.ts';
import path from '../../sandbox-lib/node/path.ts';
import { assertSameAnswers, type Call, ODD_VALUES } from './oracle.ts';

const KINDS = ['posix', 'win32'] as const;
const ONE_PATH = ['normalize', 'isAbsolute', 'dirname', 'basename', 'extname', 'parse', 'toNamespacedPath', 'resolve'];

const HEADS = ` / // /// \\ \\\\ C: c:\\ C:/ //server //server/share //server/share/ \\\\?\\ \\\\.\\ \\\\?\\C:\\ \\\\?\\COM1: ..`;
const MORE_HEADS = '../ ./ . a ab/ x:y COM1: nul:/ CON';
const TAILS = ` a a/b a\\b\\ a/../.. ../../b .x x. x.y.z .. ... ./. a//b foo\u00a0bar/é`;
const PATHS = `${HEADS} ${MORE_HEADS}`.split(' ').flatMap((head) => TAILS.split(' ').map((tail) => head + tail));

test('path: one-path functions answer as Node does', () => {
  for (const kind of KINDS) {
    const calls = PATHS.flatMap((one) => ONE_PATH.map((method): Call => [method, one]));
    assertSameAnswers(path[kind], nodePath[kind], calls);
  }
});

test('path.basename: suffixes are cut as Node does', () => {
  for (const kind of KINDS) {
    const suffixes = ['', 'a', '.y', 'b', '/b', 'x.y.z', 'xa', '.', 'b\\'];
    assertSameAnswers(
      path[kind],
      nodePath[kind],
      PATHS.flatMap((one) => [...suffixes, one].map((suffix): Call => ['basename', one, suffix])),
    );
  }
});

test('path.join and path.resolve: several paths', () => {
  for (const kind of KINDS) {
    const calls: Call[] = [['join'], ['resolve'], ['join', ''], ['resolve', '.'], ['join', '', '', 'a', '']];
    for (const first of PATHS.filter((_, index) => index % 3 === 0)) {
      for (const second of ['', '..', '/b', 'C:b', 'D:\\x', '\\\\s\\t', 'b\\..\\..\\c', 'con:']) {
        calls.push(['join', first, second], ['resolve', first, second], ['resolve', 'C:\\q', first, second]);
      }
    }
    assertSameAnswers(path[kind], nodePath[kind], calls);
  }
});

test('path.relative: between all pairs', () => {
  const posix = ' / /a /a/ /a/b /ab /b/c/d x ../y . /a/b/../c /A'.split(' ');
  const win32 =
    ' C:\\ c:/a C:\\A\\b C:\\ab D:\\a \\\\s\\t \\\\s\\t\\u \\\\s\\tu \\\\S\\T\\v\\w C:ß\\x C:\\İ\\a C:\\i̇\\b'.split(
      ' ',
    );
  const pairs = (paths: string[]) => paths.flatMap((from) => paths.map((to): Call => ['relative', from, to]));
  assertSameAnswers(path.posix, nodePath.posix, pairs(posix));
  assertSameAnswers(path.win32, nodePath.win32, pairs(win32));
});

test('path.format: builds what parse takes apart, and the rest of the table', () => {
  const objects = [
    {},
    { dir: '/' },
    { root: '/', dir: '/', base: 'a' },
    { root: '/', base: 'a' },
    { name: 'a', ext: 'js' },
  ];
  const more = [
    { dir: 'd', name: 'a', ext: '.js' },
    { root: 'C:\\', name: 'n' },
    { dir: 'C:\\', root: 'C:\\', base: 'b' },
  ];
  for (const kind of KINDS) {
    assertSameAnswers(
      path[kind],
      nodePath[kind],
      [...objects, ...more, ...ODD_VALUES].map((one): Call => ['format', one]),
    );
  }
});

test("path: refuses what is not a string in Node's words", () => {
  const methods = [...ONE_PATH, 'join'];
  const wrong = ODD_VALUES.filter((value) => typeof value !== 'string');
  for (const kind of KINDS) {
    const calls = wrong.flatMap((value): Call[] => [
      ...methods.map((method): Call => [method, value]),
      ['basename', 'a', value],
      ['relative', value, 'a'],
      ['relative', 'a', value],
      ['matchesGlob', value, 'a'],
      ['matchesGlob', 'a', value],
    ]);
    assertSameAnswers(path[kind], nodePath[kind], calls);
  }
});

test("path: is a module of Node's shape", () => {
  assert.equal(path.posix, path);
  assert.equal(path.win32.posix, path);
  assert.equal(path.posix.win32, path.win32);
  assert.equal(posixModule, path.posix);
  assert.equal(win32Module, path.win32);
  assert.deepEqual(Object.keys(path).sort(), Object.keys(nodePath).sort());
  assert.equal(path._makeLong, path.toNamespacedPath);
});

test('path.matchesGlob: every pattern on every path', { timeout: 60_000 }, () => {
  const patterns = `* ** **/* a a/ a/* a/** **/b a/**/b /** */ ? a? *.js .* a*b *** {a,b} {a,b}/c a{1..3} {c..a} {01..3}
    {3..1..2} {a} {a,{b,c}} x{ $\{a,b} {,a}b [ab] [!ab] [^a]* [a-c]b [ a[ []a] [[:alpha:]] [[:digit:][:space:]] [.]a [z-a]
    @(a|b) !(a) *(a|b) +(a) ?(a)b !(*.js) a!(b)c @(.a|b) *+(b) +([ab]) @(a| !(a|b)* ./a a/./b a/../b .. ../a a/../** / //a
    a\\* a\\b **/.a **/.*/b A`;
  const paths = `a b ab aab abc a/b a/b/c a/.a/b .a .. . x.js a/x.js /a / //a a/ a//b a/./b a/c/../b a1 01 b/c a\\b $\{a,b}
    [ a[ {a} .a/b A`;
  const list = (text: string) => ['', ...text.split(/\s+/)];
  for (const kind of KINDS) {
    const calls = list(paths).flatMap((one) => list(patterns).map((pattern): Call => ['matchesGlob', one, pattern]));
    assertSameAnswers(path[kind], nodePath[kind], calls);
  }
});
