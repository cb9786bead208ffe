// Buffer and the encoders where they live: in a context of a worker, with the host behind them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';

test('Buffer(): node’s warning once, and none for code in node_modules', async (t) => {
  const { engine } = scriptFolder(t, {
    'new.js': page(`const one = new Buffer('abc'); console.log(String(one), Buffer(2).length);`),
    'old.js': page(`console.log(require('./node_modules/old').make('abc').toString());`),
    'node_modules/old/index.js': `exports.make = (text) => new Buffer(text);`,
  });
  const warned = await engine.execute('new.js');
  assert.equal(await warned.text(), 'abc 2\n');
  const { stderr } = await warned.report;
  assert.equal(stderr.match(/DEP0005/g)?.length, 1, stderr);
  const silent = await engine.execute('old.js');
  assert.equal(await silent.text(), 'abc\n');
  assert.equal((await silent.report).stderr, '');
});

test('long texts through every encoding, as node has them', async (t) => {
  const code = `
    const text = 'grüße 世界 😀 ' .repeat(700);
    const digest = [];
    for (const encoding of ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex']) {
      const bytes = Buffer.from(text, encoding);
      const back = Buffer.from(text).toString(encoding);
      digest.push([encoding, bytes.length, Buffer.byteLength(text, encoding), back.length, sum(bytes), sum(Buffer.from(back))]);
    }
    function sum(bytes) { let n = 0; for (const byte of bytes) n = (n * 31 + byte) >>> 0; return n; }
    const bytes = new TextEncoder().encode(text);
    digest.push([sum(bytes), new TextDecoder().decode(bytes) === text, atob(btoa('x'.repeat(5000))).length]);
    digest.push([new TextDecoder('koi8-r').decode(bytes.subarray(0, 20)), new TextDecoder('Shift_JIS').encoding]);
    digest.push([bytes.constructor === Uint8Array, Object.getPrototypeOf(Buffer.from(text)) === Buffer.prototype]);
    globalThis.result = JSON.stringify(digest);`;
  const { engine } = scriptFolder(t, { 'a.js': page(`${code}; console.log(result);`) });
  const response = await engine.execute('a.js');
  const run = new Function(`${code}; return result;`) as () => string;
  assert.equal(await response.text(), `${run()}\n`);
});
