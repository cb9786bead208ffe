import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differencesPage, PAGE } from '../servers/differences-page.ts';

test('docs/differences.md says what the real servers are held to (node test/servers/differences-page.ts writes it)', () => {
  assert.equal(readFileSync(PAGE, 'utf8'), differencesPage());
});
