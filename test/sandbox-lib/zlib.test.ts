// node:zlib in the sandbox, with node as the oracle.
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { compareWithNode } from './sandbox-oracle.ts';

const SETUP = `const zlib = require('zlib'); const { promisify } = require('util'); const { pipeline } = require('stream/promises');
const text = 'the quick brown fox jumps over the lazy dog, ' .repeat(5000);
let seed = 1;
const noise = Buffer.from(Array.from({ length: 200000 }, () => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 16));
const call = (name, ...args) => promisify(zlib[name])(...args);
const through = (stream, chunks) => new Promise((resolve) => {
  const got = []; const sizes = [];
  stream.on('error', (error) => resolve([error, stream.bytesWritten, stream._closed]));
  stream.on('data', (chunk) => { got.push(chunk); sizes.push(chunk.length); });
  stream.on('end', () => resolve([sizes, stream.bytesWritten, require('crypto').createHash('sha1').update(Buffer.concat(got)).digest('hex')]));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
});`;

test('zlib.…Sync answers what node answers', (t) =>
  compareWithNode(t, SETUP, [
    ...['gzip', 'deflate', 'deflateRaw', 'brotliCompress', 'zstdCompress'].map((name) => `zlib.${name}Sync(text)`),
    `zlib.gunzipSync(zlib.gzipSync(noise)).equals(noise)`,
    `zlib.inflateSync(zlib.deflateSync(noise, { level: 1 })).equals(noise)`,
    `zlib.inflateRawSync(zlib.deflateRawSync(noise, { windowBits: 8 })).equals(noise)`,
    `zlib.unzipSync(zlib.gzipSync(text)).toString() === text`,
    `zlib.brotliDecompressSync(zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })).toString() === text`,
    `zlib.zstdDecompressSync(zlib.zstdCompressSync(text)).toString() === text`,
    `zlib.gzipSync(new Uint16Array([1, 2, 3]))`,
    `zlib.gzipSync(new ArrayBuffer(3), { level: 0, memLevel: 1 })`,
    `zlib.deflateSync('a', { dictionary: Buffer.from('abc') })`,
    `zlib.inflateSync(zlib.deflateSync('abcabc', { dictionary: Buffer.from('abc') }))`,
    `zlib.inflateSync(zlib.deflateSync('abcabc', { dictionary: Buffer.from('abc') }), { dictionary: Buffer.from('abd') })`,
    `zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')]))`,
    `zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), Buffer.alloc(5)]))`,
    `zlib.gunzipSync('nonsense')`,
    `zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 30))`,
    `zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 30), { finishFlush: zlib.constants.Z_SYNC_FLUSH })`,
    `zlib.inflateSync('')`,
    `zlib.brotliDecompressSync('nonsense')`,
    `zlib.zstdDecompressSync('nonsense')`,
    `zlib.gunzipSync(zlib.gzipSync(text), { maxOutputLength: 100 })`,
    `zlib.gzipSync(5)`,
    `zlib.gzipSync(null, { level: 50 })`,
    `zlib.gzipSync('a', { level: 'x' })`,
    `zlib.gzipSync('a', { windowBits: 8 })`,
    `zlib.gzipSync('a', { chunkSize: 1 })`,
    `zlib.gzipSync('a', { dictionary: 'a' })`,
    `zlib.gzipSync('a', { strategy: Infinity })`,
    `zlib.brotliCompressSync('a', { params: { 99: 1 } })`,
    `zlib.brotliCompressSync('a', { params: { 1: 'x' } })`,
    `zlib.crc32('abc')`,
    `zlib.crc32(noise, 5)`,
    `zlib.crc32(5)`,
    `zlib.crc32('a', -1)`,
    `(() => { const { buffer, engine } = zlib.gzipSync(text, { info: true }); return [buffer, engine instanceof zlib.Gzip, engine.bytesWritten]; })()`,
    `new zlib.Deflate()._processChunk(Buffer.from('abc'), zlib.constants.Z_FINISH)`,
    `zlib.constants`,
    `zlib.codes`,
    `[zlib.Z_BEST_SPEED, zlib.DEFLATE, zlib.Z_OK, zlib.nosuch]`,
    `Object.keys(zlib).filter((name) => !/[Zz]ip(?:Entry|File|Buffer|Archive|s$|Content)/.test(name)).sort()`,
  ]));

test('zlib functions call back and promise as node does', (t) =>
  compareWithNode(t, SETUP, [
    `call('gzip', text)`,
    `call('gunzip', zlib.gzipSync(text)).then((bytes) => bytes.length)`,
    `call('gunzip', 'nonsense')`,
    `call('brotliCompress', text, {})`,
    `call('gunzip', zlib.gzipSync(text), { maxOutputLength: 10 })`,
    `call('gzip', text, { level: 99 })`,
    `zlib.gzip('a')`,
    `zlib.gzip('a', {}, 5)`,
    `call('gzip', text, { info: true }).then(({ buffer, engine }) => [buffer, engine.bytesWritten])`,
    `new Promise((resolve) => { const order = []; zlib.gzip('a', () => { order.push('b'); resolve(order); }); order.push('a'); })`,
  ]));

test('zlib streams compress and decompress as node does', (t) =>
  compareWithNode(t, SETUP, [
    `through(zlib.createGzip(), [text])`,
    `through(zlib.createGzip({ chunkSize: 100 }), [noise.subarray(0, 1000), text])`,
    `through(zlib.createGunzip(), [zlib.gzipSync(noise)])`,
    `through(zlib.createUnzip(), [...zlib.deflateSync(noise).subarray(0, 3)].map((b) => Buffer.from([b])).concat([zlib.deflateSync(noise).subarray(3)]))`,
    `through(zlib.createBrotliCompress(), [text, noise])`,
    `through(zlib.createBrotliDecompress(), [zlib.brotliCompressSync(noise)])`,
    `through(zlib.createZstdDecompress(), [zlib.zstdCompressSync(noise)])`,
    `through(zlib.createGunzip(), ['nonsense'])`,
    `through(zlib.createGunzip(), [zlib.gzipSync(noise).subarray(0, 1000)])`,
    `through(zlib.createInflate(), [Buffer.concat([zlib.deflateSync(text), Buffer.from('garbage')])])`,
    `through(zlib.createInflate({ rejectGarbageAfterEnd: true }), [Buffer.concat([zlib.deflateSync(text), Buffer.from('garbage')])])`,
    `new Promise((resolve) => { const z = zlib.createDeflate(); const got = []; z.on('data', (c) => got.push(c)); z.write('abc'); z.flush(() => resolve(got)); })`,
    `new Promise((resolve) => { const z = zlib.createDeflate({ level: 9 }); const got = []; z.on('data', (c) => got.push(c)); z.on('end', () => resolve(got));
       z.write(text.slice(0, 1000)); z.params(0, 0, () => { z.end(text.slice(0, 100)); }); })`,
    `zlib.createDeflate().params(99, 0)`,
    `zlib.createDeflate({ level: 99 })`,
    `(() => { const z = zlib.createGzip(); z.close(); return [z._handle, z._closed, z.destroyed]; })()`,
    `(() => { const z = zlib.createGzip(); z.close(); z.reset(); })()`,
    `(async () => { const chunks = []; await pipeline(require('stream').Readable.from([text, text]), zlib.createGzip(), zlib.createGunzip(), async (source) => { for await (const c of source) chunks.push(c); }); return Buffer.concat(chunks).toString() === text + text; })()`,
    `zlib.createGzip() instanceof require('stream').Transform`,
    `Object.getPrototypeOf(zlib.codes) === Object.prototype`,
  ]));

test('zlib: output and memory are bounded', async (t) => {
  const code = `const zlib = require('zlib');
    const attempt = (f) => { try { f(); console.log('done'); } catch (error) { console.log(error.code, error.message); } };
    let bomb = zlib.gzipSync(Buffer.alloc(2e7));
    attempt(() => zlib.gunzipSync(bomb));
    attempt(() => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_LARGE_WINDOW]: 1 } }));
    attempt(() => zlib.gunzipSync(bomb, { maxOutputLength: NaN }));
    attempt(() => zlib.gunzipSync(bomb, { maxOutputLength: 1e9 + 0.5 }));
    attempt(() => zlib.createZstdCompress({ params: { '1.01e2': 31 } }));
    attempt(() => { for (;;) zlib.createBrotliCompress(); });
    attempt(() => zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_compressionLevel]: 22 } }));
    attempt(() => zlib.zipFiles());`;
  const { engine } = scriptFolder(t, { 'bomb.js': page(code) }, { memory: 32 });
  const text = await (await engine.execute('bomb.js')).text();
  const codes = text
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  ok(text.includes('Cannot create a Buffer larger than 16777216 bytes'), text);
  const [limit, tooLarge] = ['ERR_SANDBOX_LIMIT', 'ERR_BUFFER_TOO_LARGE'];
  ok(codes.join() === [tooLarge, limit, tooLarge, tooLarge, limit, limit, limit, 'ERR_SANDBOX_REFUSED'].join(), text);
});

test('zlib: the limit that a script puts on buffers before it requires zlib is the one of its results', async (t) => {
  const code = `require('buffer').kMaxLength = 64;
    const zlib = require('zlib');
    try { zlib.gunzipSync(zlib.gzipSync('x'.repeat(100))); } catch (error) { console.log(error.code, error.message); }`;
  const { engine } = scriptFolder(t, { 'limit.js': page(code) });
  const text = await (await engine.execute('limit.js')).text();
  equal(text, 'ERR_BUFFER_TOO_LARGE Cannot create a Buffer larger than 64 bytes\n');
});
