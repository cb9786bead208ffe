import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedNames } from '../../../engine/worker/modules/imported-names.ts';

const STATEMENTS: Record<string, readonly string[] | undefined> = {
  "import 'x'": [],
  "import a from 'x'": ['default'],
  "import a, { b, c as d } from 'x'": ['default', 'b', 'c'],
  "import { a as b, default as c, 'a string' as d, } from 'x' with { type: 'json' }": ['a', 'default', 'a string'],
  "import * as ns from 'x'": undefined,
  "import a, * as ns from 'x'": undefined,
  "import{a,b}from'x'": ['a', 'b'],
  "import a,{b}from'x'": ['default', 'b'],
  "import $ from 'x'": ['default'],
  "import {} from 'x'": [],
  "import /* { z } */ { a, // b\n c } from 'x'": ['a', 'c'],
  "import type from 'x'": ['default'],
  "import from from 'x'": ['default'],
  "export { a, b as c } from 'x'": ['a', 'b'],
  "export { default } from 'x'": ['default'],
  "export * from 'x'": undefined,
  "export * as ns from 'x'": undefined,
  "import { \\u0061 } from 'x'": undefined,
};

for (const [statement, names] of Object.entries(STATEMENTS)) {
  test(`importedNames: ${JSON.stringify(statement)}`, () => assert.deepEqual(importedNames(statement), names));
}
