import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { hasTopLevelAwait } from '../../../engine/worker/modules/top-level-await.ts';

const WAITS: Record<string, boolean> = {
  'export const a = 1;': false,
  'await 1': true,
  'await (1)': true,
  'await [1]': true,
  'const x = await import("x"); export { x };': true,
  'for await (const x of y) {}': true,
  'export default await 1': true,
  'export const a = await b, c = 1;': true,
  '{ await null }': true,
  'const f = async () => await 1; export default async function () { await 1 }': false,
  'export default async () => { await 1 };\nlet x = 1;': false,
  'export async function f() { for await (const x of y); }\nexport class A { async m() { await 1 } }': false,
  'class A { static x = async () => { await 1 } } export { A as B, A as "c d" };': false,
  '"await"; `await ${1}`; /await/; ({ await: 1 }).await // await': false,
  'import a, { b as c } from "x" with { type: "json" }; import "y"; export * from "z"; async () => await a': false,
  'export * as ns from "z"; export { q } from "w"; await 1': true,
  'console.log(import.meta.url); import("x"); (async () => { await import.meta.x })()': false,
  'export default class extends A { async f() { await 1 } }\nexport default_;': false,
  '#!/usr/bin/env node\nawait 1': true,
  'using x = y; await using z = w': true,
  'export default function named() {}\n(async () => { await 1 })()': false,
  'const t = `${await 1}`': true,
};

for (const [text, waits] of Object.entries(WAITS)) {
  test(`hasTopLevelAwait: ${JSON.stringify(text)} ${waits ? 'waits' : 'does not wait'}`, () => {
    const compiles = (script: string) => {
      try {
        new Script(script);
        return true;
      } catch {
        return false;
      }
    };
    assert.equal(hasTopLevelAwait(text, compiles), waits);
  });
}
