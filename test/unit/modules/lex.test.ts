import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexModule, rewriteDynamicImports } from '../../../engine/worker/modules/lex.ts';

function lex(text: string) {
  return lexModule({ path: '/x.mjs', text, hash: '' }, text);
}

const TEXTS = [
  'import.meta.url',
  'const a = import.meta, b = import("x"); b.import; "import(1)"; /import(2)/',
  'import\n.\nmeta.url; import /* a\nlong comment */ . meta.url; import.meta.x',
  'await import(`./x.mjs`); import ("y", { with: { type: "json" } })',
  'import a from "x"; export { b } from "y"; export * from "z" with { type: "json" }; import.meta;',
  '$0____; $1_________; import("x"); import.meta',
];

for (const text of TEXTS) {
  test(`lexModule keeps every line and column: ${JSON.stringify(text)}`, () => {
    const { text: rewritten, load, meta } = lex(text);
    assert.equal(rewritten.length >= text.length, true);
    assert.deepEqual(rewritten.split('\n').length, text.split('\n').length, 'lines');
    for (const name of [load, meta])
      if (name !== undefined) assert.equal(text.includes(name), false, 'its names are free');
    assert.doesNotMatch(rewritten.replace(/"[^"]*"|\/import\(2\)\//g, ''), /\bimport\s*(?:\/\*.*?\*\/\s*)?[.(]/s);
    // On each line what is left of the original stands where it stood.
    const lines = text.split('\n');
    for (const [index, line] of rewritten.split('\n').entries()) {
      for (const word of line.matchAll(/\b(?:url|const|await|export|with)\b/g)) {
        assert.equal(lines[index]?.indexOf(word[0], word.index), word.index, `${word[0]} in line ${index + 1}`);
      }
    }
  });
}

test('lexModule lists what a module asks for, in order', () => {
  const { requests } = lex(
    `import a from 'x'; export { b } from './y'; export * from 'z' with { type: 'json' }; import('no');`,
  );
  assert.deepEqual(
    requests.map(({ specifier, attributes }) => [specifier, attributes]),
    [
      ['x', []],
      ['./y', []],
      ['z', [['type', 'json']]],
    ],
  );
});

test('lexModule leaves a text alone that is no module', () => {
  const text = 'import { from "x"; import.meta';
  assert.equal(lex(text).text, text);
});

test('rewriteDynamicImports touches nothing but import() in CommonJS', () => {
  assert.equal(rewriteDynamicImports('import("a")').load, '$0____');
  assert.equal(rewriteDynamicImports('return import("a"); // import("b")').text, 'return $0____("a"); // import("b")');
  for (const text of ['exports.x = 1', 'x.import(1)', '"import(1)"', 'import.meta']) {
    assert.equal(rewriteDynamicImports(text).text, text);
  }
});
