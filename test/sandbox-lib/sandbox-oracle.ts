// Expressions evaluated by the same script in the sandbox and in this node; both must come to the same values and errors.
import { deepStrictEqual } from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { TestContext } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';

/** A value or an error as text. */
const SHOW = `
function show(value) {
  if (value instanceof Error) return [value.constructor.name, value.name, value.code, value.message, value.errno].join('|');
  if (ArrayBuffer.isView(value)) return value.constructor.name + ':' + Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  if (value instanceof ArrayBuffer) return 'ArrayBuffer:' + Buffer.from(value).toString('hex');
  if (typeof value === 'function') return 'function ' + value.name;
  if (typeof value === 'bigint') return value + 'n';
  if (typeof value === 'symbol') return String(value);
  if (value instanceof Map) return ['Map', [...value].map(show)];
  if (value instanceof Set) return ['Set', [...value].map(show)];
  if (value instanceof Date) return 'Date ' + +value;
  if (value instanceof RegExp) return 'RegExp ' + value;
  if (Object.is(value, -0) || (typeof value === 'number' && !Number.isFinite(value))) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return value.map(show);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, show(v)]));
  return value === undefined ? 'undefined' : value;
}`;

function program(setup: string, expressions: readonly string[]): string {
  const attempts = expressions.map((code) => `async () => (${code})`).join(',\n');
  return `${SHOW}
${setup}
(async () => {
  const results = [];
  for (const attempt of [${attempts}]) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(reject, 5000, 'takes too long'); });
    try { results.push(show(await Promise.race([attempt(), late]))); } catch (error) { results.push(['threw', show(error)]); }
    clearTimeout(timer);
  }
  return results;
})()`;
}

/** Compares the results of all expressions, each named by its own text. `setup` is code in front of them. */
export async function compareWithNode(t: TestContext, setup: string, expressions: readonly string[]): Promise<void> {
  const code = program(setup, expressions);
  const { engine } = scriptFolder(t, {
    'oracle.js': page(
      `const done = (function (require) { return ${'eval'}(${JSON.stringify(code)}); })(require);
       done.then((results) => process.stdout.write(JSON.stringify(results)));`,
    ),
  });
  const response = await engine.execute('oracle.js');
  const text = await response.text();
  const report = await response.report;
  deepStrictEqual(report.error, undefined);
  const make = new Function('require', `return eval(${JSON.stringify(code)})`);
  const expected = JSON.parse(JSON.stringify(await make(createRequire(import.meta.url)))) as unknown[];
  const actual = JSON.parse(text) as unknown[];
  for (const [index, expression] of expressions.entries()) {
    deepStrictEqual({ expression, result: actual[index] }, { expression, result: expected[index] });
  }
}
