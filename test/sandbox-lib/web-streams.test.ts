// The streams of the web in the sandbox, with node as the oracle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { sameOutput } from './same-output.ts';

const PRELUDE = `
const web = require('stream/web');
const { Readable, Writable, Transform, Duplex, finished, pipeline } = require('stream');
const failed = (promise) => promise.then((value) => console.log('fine', value), (error) => console.log(error.name, error.message ?? error));
const collect = async (stream) => { const all = []; for await (const chunk of stream) all.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()); return all; };
const source = (...chunks) => new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } });
(async () => {
`;

const SCRIPTS: Record<string, string> = {
  'the same classes as globals and in stream/web': `
    for (const name of Object.keys(web)) if (name !== 'ReadableStreamTee') console.log(name, web[name] === globalThis[name] || typeof globalThis[name], web[name].name);
    console.log(String(new ReadableStream()), new ReadableStream(), new WritableStream(), new TransformStream());
    console.log(new TextEncoderStream(), new TextDecoderStream('utf-16le', { fatal: true }), new CountQueuingStrategy({ highWaterMark: 3 }));`,
  'errors with codes': `
    const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message].join('|'); } };
    for (const value of [{}, 1, undefined, null]) console.log(attempt(() => ReadableStream.from(value)));
    const reader = new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' }), gone = new Uint8Array(4); gone.buffer.transfer();
    for (const view of [new Uint8Array(), new Uint8Array(new ArrayBuffer(5), 0, 0), gone, 1, undefined]) await reader.read(view).catch((e) => console.log(e.name, e.code, e.message));
    const asked = new ReadableStream({ type: 'bytes', pull(c) {
      const lost = new Uint8Array(3); lost.buffer.transfer(); const { byobRequest } = c; c.close();
      for (const view of [lost, new Uint8Array(new ArrayBuffer(10), 0, 0), 1]) console.log(attempt(() => byobRequest.respondWithNewView(view)));
      byobRequest.respond(0);
    } }).getReader({ mode: 'byob' });
    console.log((await asked.read(new Uint8Array(3))).done, reader.read.length, reader.read.name, ReadableStream.from.name);
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    for (const stream of [new TextEncoderStream(), new TextDecoderStream()]) console.log(attempt(() => stream[inspect].call()));
    const gzip = new CompressionStream('gzip'), read = gzip.readable.getReader().read();
    await failed(gzip.writable.getWriter().write(new Uint8Array(new SharedArrayBuffer(3)))); await failed(read);
    const zipped = require('zlib').gzipSync('a');
    await Array.fromAsync(new Blob([zipped, 'bbb']).stream().pipeThrough(new DecompressionStream('gzip'))).catch((e) => console.log(e.name, e.code, e.message));`,
  'Buffers for a BYOB reader': `
    process.on('warning', (w) => console.log(w.message));
    const reader = new ReadableStream({ type: 'bytes', start(c) { c.enqueue(new Uint8Array([1, 2, 3])); } }).getReader({ mode: 'byob' });
    const { value } = await reader.read(Buffer.alloc(2)); console.log(value, Buffer.isBuffer(value)); console.log((await reader.read(new Uint16Array(1))).value?.length);`,
  'a write that races with a cancel': `
    const { readable, writable } = new TransformStream({ transform(chunk, c) { c.enqueue(chunk); } }); await null;
    const reader = readable.getReader(), writer = writable.getWriter();
    const ends = await Promise.allSettled([reader.read(), reader.cancel(new Error('left')), writer.write('late')]);
    console.log(ends.map(({ status }) => status).slice(0, 2), ends[2].reason?.message ?? 'fine');`,
  'reading, teeing, piping, cancelling': `
    const [one, two] = source('a', 'b').tee(); console.log(await collect(one), await collect(two));
    console.log(await collect(ReadableStream.from(['x', 'y'])), await collect(ReadableStream.from((async function* () { yield 'z'; })())));
    const upper = () => new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); }, flush(c) { c.enqueue('!'); } });
    console.log(await collect(source('a', 'b').pipeThrough(upper()).pipeThrough(upper())));
    const log = [];
    const sink = () => new WritableStream({ write(chunk) { log.push(chunk); }, close() { log.push('closed'); }, abort(why) { log.push('aborted ' + why); } }, { highWaterMark: 2 });
    await source(1, 2).pipeTo(sink()); console.log(log.splice(0).join());
    await failed(new ReadableStream({ start(c) { c.error('broken'); } }).pipeTo(sink())); console.log(log.splice(0).join());
    const pulled = new ReadableStream({ cancel(why) { console.log('cancelled', why); } });
    await pulled.cancel('enough'); console.log(pulled.locked);
    await failed(source(1).pipeTo(sink(), { signal: AbortSignal.abort(new Error('stop')) }));
    const reader = source('a').getReader(); console.log((await reader.read()).value, (await reader.read()).done); await reader.closed; reader.releaseLock();`,
  'bytes into a buffer of the reader': `
    const bytes = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 4, pull(c) {
      const view = c.byobRequest.view; view[0] = 65; c.byobRequest.respond(1); } });
    const reader = bytes.getReader({ mode: 'byob' });
    const { value, done } = await reader.read(new Uint8Array(8)); console.log(value, done, value.buffer.byteLength);
    await reader.cancel(); console.log(await reader.closed);`,
  'back-pressure': `
    const log = []; let give;
    const slow = new WritableStream({ write: (chunk) => new Promise((done) => { log.push(chunk); give = done; }) }, new CountQueuingStrategy({ highWaterMark: 1 }));
    const writer = slow.getWriter(); console.log(writer.desiredSize); writer.write('a'); writer.write('b'); console.log(writer.desiredSize);
    let ready = false; writer.ready.then(() => { ready = true; }); await new Promise(setImmediate); console.log(ready, log.join()); give();
    await new Promise(setImmediate); give(); await new Promise(setImmediate); console.log(ready, log.join()); await writer.close();`,
  'text and compression': `
    const text = ['grü', 'ße \\ud83d', '\\ude00', ' x\\ud800'];
    console.log(await collect(source(...text).pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream())));
    const cut = [...Buffer.from('é€😀')].map((byte) => Uint8Array.of(byte));
    console.log((await collect(source(...cut).pipeThrough(new TextDecoderStream()))).join(''));
    await failed(collect(source(Uint8Array.of(0xff)).pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))));
    for (const format of ['gzip', 'deflate', 'deflate-raw', 'brotli']) {
      const bytes = source(Buffer.from('x'.repeat(5000))).pipeThrough(new CompressionStream(format)).pipeThrough(new DecompressionStream(format));
      console.log(format, (await collect(bytes)).join('').length);
    }
    for (const make of [() => new CompressionStream('x'), () => new DecompressionStream(), () => new TextDecoderStream('x')]) {
      try { make(); } catch (error) { console.log(error.name, error.code, error.message); } }`,
  'between node’s streams and these': `
    console.log(await collect(Readable.toWeb(Readable.from(['a', 'b']))));
    console.log(await collect(Readable.fromWeb(source(Buffer.from('c')))));
    const log = []; const sink = new WritableStream({ write(chunk) { log.push(String(Buffer.from(chunk))); }, close() { log.push('closed'); } });
    await new Promise((done) => Writable.fromWeb(sink).end('d', done)); await new Promise(setImmediate); console.log(log.join());
    const pair = Duplex.toWeb(new Transform({ transform(chunk, encoding, done) { done(null, String(chunk).toUpperCase()); } }));
    const writer = pair.writable.getWriter(); writer.write(Buffer.from('e')); writer.close(); console.log(await collect(pair.readable));
    const { promises } = require('stream');
    const whole = source('f'); const over = promises.finished(whole); console.log(await collect(whole)); await over; console.log('finished');
    await failed(promises.finished(new ReadableStream({ start(c) { c.error(new Error('bad')); } })));
    await promises.pipeline(source('g'), async function* (chunks) { for await (const chunk of chunks) yield chunk + '!'; },
      new WritableStream({ write(chunk) { console.log('piped', chunk); } }));
    const { isErrored, isReadable, isDisturbed } = require('stream'); const fresh = source('x');
    console.log(isErrored(fresh), isReadable(fresh), isDisturbed(fresh)); await collect(fresh); console.log(isReadable(fresh), isDisturbed(fresh));`,
};

for (const [title, code] of Object.entries(SCRIPTS)) {
  test(`web streams: ${title}`, async (t) => {
    await sameOutput(t, `${PRELUDE}${code}})();`);
  });
}

test('structuredClone moves streams and ports: what goes into one end comes out of the new one, as a copy', async (t) => {
  const { engine } = scriptFolder(t, {
    'move.js': page(`(async () => {
      const chunk = { a: 1 };
      const readable = new ReadableStream({ start(c) { c.enqueue(chunk); c.close(); } });
      const moved = structuredClone({ readable }, { transfer: [readable] }).readable;
      const { value } = await moved.getReader().read();
      console.log(value, value === chunk, readable.locked);
      const seen = [];
      const writable = new WritableStream({ write(x) { seen.push(x); } });
      const writer = structuredClone(writable, { transfer: [writable] }).getWriter();
      await writer.write('w');
      await writer.close();
      const transform = new TransformStream({ transform(x, c) { c.enqueue(x + 1); } });
      const pair = structuredClone(transform, { transfer: [transform] });
      pair.writable.getWriter().write(1);
      console.log(seen, (await pair.readable.getReader().read()).value, transform.readable.locked);
      const attempt = (run) => { try { run(); } catch (e) { console.log(e.name, e.message); } };
      attempt(() => structuredClone(transform.readable, { transfer: [transform.readable] }));
      attempt(() => structuredClone(moved));
      const { port1, port2 } = new MessageChannel();
      const end = structuredClone(port1, { transfer: [port1] });
      attempt(() => structuredClone(1, { transfer: [port1] }));
      attempt(() => structuredClone(port2));
      end.on('message', (data) => { console.log(data); end.close(); });
      port2.postMessage('through');
    })();`),
  });
  const response = await engine.execute('move.js');
  assert.equal(
    await response.text(),
    `{ a: 1 } false true
[ 'w' ] 2 true
DataCloneError Cannot transfer a locked ReadableStream
DataCloneError Object that needs transfer was found in message but not listed in transferList
DataCloneError MessagePort in transfer list is already detached
DataCloneError Object that needs transfer was found in message but not listed in transferList
through
`,
  );
});
