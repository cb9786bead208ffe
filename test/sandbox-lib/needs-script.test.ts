// Which texts of node:vm must be run as scripts, because an eval would do otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsScript } from '../../sandbox-lib/internal/vm/needs-script.ts';

const SCRIPTS = [
  'let a = 1',
  'const a = 1, b = 2',
  'class A {}',
  'f(); const { x } = o',
  'const { a: { b }, ...c } = o',
  'const [, second = 1] = list',
  'var a; let/* comment */b = 1',
  '"use strict"; x = 1',
  "// comment\n'other'; 'use strict'\nvar x",
  'var b = 1; delete b; b',
  'var b = 1\ndelete b\nb',
  'delete (b)',
  'const x = 010; with (x) {}',
];
const PLAIN = [
  'var a = 1; function f() {}',
  'function f() { let a = 1; return a }',
  '(function () { "use strict"; const { a } = require("x"); class B {} })()',
  'for (const [key, value] of list) { let x = key; if (x) throw x }',
  '{ let a; const b = 1 }',
  'delete o.x; delete o["y"]; delete this.z',
  'x = "let it be" // const in a comment',
  'var y = class Named {}; ({ let: 1, const: 2 })',
  '"other directive"; var x = "use strict"',
];

for (const code of SCRIPTS) {
  test(`needsScript: ${JSON.stringify(code)} is run as a script`, () => assert.equal(needsScript(code, false), true));
}

for (const code of PLAIN) {
  test(`needsScript: ${JSON.stringify(code)} is evaluated`, () => assert.equal(needsScript(code, false), false));
}

test('needsScript: names that no later script sees are no reason', () => {
  assert.equal(needsScript('let a = 1; class B {}', true), false);
  assert.equal(needsScript('"use strict"; let a = 1', true), true);
});
