import './on-node-loop.ts';
import nodeStream from 'node:stream';
import { type Streams, readableState as state, watch } from './stream-watch.ts';
import { assertSameTraces, type Scenario, settled } from './trace.ts';

// The scenarios are written against node's streams, whose types ours are given here.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'a flowing stream': async ({ Readable }, log) => {
    const stream = new Readable({ read() {} });
    watch(stream, 'r', log);
    log(state(stream));
    stream.push('a');
    stream.push('b');
    stream.on('data', () => log(state(stream)));
    stream.on('end', () => log('heard the end', state(stream)));
    await settled();
    stream.push('c');
    stream.push(null);
    await settled();
    log(state(stream));
  },
  'a paused stream is read by hand': async ({ Readable }, log) => {
    let next = 0;
    const stream = new Readable({
      highWaterMark: 4,
      read(size) {
        log('_read', size);
        this.push(next < 5 ? 'abc'.repeat(++next) : null);
      },
    });
    watch(stream, 'r', log);
    stream.on('readable', () => {
      for (let chunk = stream.read(2); chunk !== null; chunk = stream.read(2)) log(String(chunk), state(stream));
      log(String(stream.read()), state(stream));
    });
    await settled();
    await settled();
    log(state(stream));
  },
  'read() of many sizes': async ({ Readable }, log) => {
    const stream = new Readable({ read() {}, highWaterMark: 3 });
    for (const text of ['hello', ' ', 'wide', ' world']) stream.push(text);
    for (const size of [0, 1, 3, 7, -1, 100, undefined, 1.5, '2' as never, null as never]) {
      log(size, String(stream.read(size)), state(stream));
    }
    stream.push(null);
    log(String(stream.read(1000)), String(stream.read()), state(stream));
    await settled();
    log(state(stream));
    try {
      stream.read(2 ** 31);
    } catch (error) {
      log(error);
    }
  },
  'object mode': async ({ Readable }, log) => {
    const stream = new Readable({ objectMode: true, read() {} });
    log(stream.push({ a: 1 }), stream.push(0), stream.push(''), stream.push(undefined), state(stream));
    log(stream.read(), stream.read(5), stream.read(), stream.read(), stream.read());
    stream.unshift('first');
    stream.push(null);
    stream.on('data', (chunk) => log('data', chunk));
    await settled();
    log(state(stream));
  },
  'setEncoding() and cut characters': async ({ Readable }, log) => {
    const bytes = Buffer.from('héé€𝄞x');
    const stream = new Readable({ read() {}, encoding: 'utf8' });
    for (const byte of bytes) log(stream.push(new Uint8Array([byte])), stream.readableLength);
    log(stream.read(), stream.push('ü', 'utf8'), stream.push('ü', 'latin1'), stream.read());
    const late = new Readable({ read() {} });
    late.push('aé');
    late.push(bytes.subarray(0, 2));
    log(late.setEncoding('hex') === late, late.read(3), late.read(), state(late));
    late.push(null);
    late.on('data', log).on('end', () => log('end'));
    await settled();
  },
  'unshift()': async ({ Readable }, log) => {
    const stream = new Readable({ read() {} });
    watch(stream, 'r', log);
    stream.push('cd');
    stream.unshift('b');
    stream.unshift(Buffer.from('a'));
    log(String(stream.read(1)), String(stream.read()), stream.unshift('zz', 'hex'), String(stream.read()));
    stream.push(null);
    stream.on('error', () => {});
    stream.resume();
    await settled();
    stream.unshift('late');
    await settled();
    log(state(stream));
  },
  'pause() and resume()': async ({ Readable }, log) => {
    const stream = new Readable({ read() {} });
    watch(stream, 'r', log);
    stream.on('data', (chunk) => {
      if (String(chunk) === 'b') stream.pause();
    });
    for (const text of ['a', 'b', 'c']) stream.push(text);
    await settled();
    log(state(stream));
    stream.resume().pause().resume();
    await settled();
    stream.removeAllListeners('data');
    stream.push('d');
    stream.once('readable', () => log('once', String(stream.read())));
    await settled();
    log(state(stream));
    stream.on('data', () => {});
    stream.push(null);
    await settled();
    log(state(stream));
  },
  'errors and destroy()': async ({ Readable }, log) => {
    for (const options of [{}, { autoDestroy: false }, { emitClose: false }]) {
      const stream = new Readable({ read() {}, ...options });
      watch(stream, 'r', log);
      stream.on('error', () => log('handled', state(stream)));
      log(stream.push(5 as never), stream.push('more'));
      await settled();
      stream.destroy(new Error('second'));
      await settled();
      log(state(stream));
    }
    const failing = new Readable({
      read() {
        throw new Error('in read');
      },
      destroy(error, done) {
        log('_destroy', error);
        setImmediate(() => done(new Error('in destroy')));
      },
    });
    watch(failing, 'f', log);
    failing.on('error', () => {}).resume();
    await settled();
    log(state(failing));
  },
  'push() after the end': async ({ Readable }, log) => {
    const stream = new Readable({ read() {} });
    stream.on('error', (error) => log(error));
    log(stream.push(null), stream.push('x'), stream.push(null), state(stream));
    await settled();
    log(state(stream));
  },
  'construct() delays everything': async ({ Readable }, log) => {
    const stream = new Readable({
      construct(done) {
        log('construct');
        setImmediate(done);
      },
      read() {
        log('read');
        this.push('x');
        this.push(null);
      },
    });
    watch(stream, 'r', log);
    stream.on('data', () => {});
    await settled();
    await settled();
    const broken = new Readable({ construct: (done) => done(new Error('no')), read() {} });
    watch(broken, 'b', log);
    broken.on('error', () => {}).resume();
    broken.destroy();
    await settled();
    log(state(broken));
  },
  'pipe() to a slow and a fast destination': async ({ Readable, Writable }, log) => {
    const source = new Readable({ read() {}, highWaterMark: 2 });
    const waiting: (() => void)[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk, _encoding, done) {
        log('slow', String(chunk));
        waiting.push(done);
      },
    });
    const fast = new Writable({
      write(chunk, _encoding, done) {
        log('fast', String(chunk));
        done();
      },
    });
    for (const [name, stream] of Object.entries({ source, slow, fast })) watch(stream, name, log);
    log(source.pipe(slow) === slow, source.pipe(fast, { end: false }) === fast);
    for (const text of ['one', 'two', 'three']) {
      source.push(text);
      await settled();
      log(state(source), slow.writableNeedDrain);
      waiting.shift()?.();
      await settled();
    }
    source.unpipe(fast);
    source.push('four');
    source.push(null);
    await settled();
    for (const done of waiting) done();
    await settled();
    log(state(source), slow.writableFinished, fast.writableEnded);
  },
  'pipe() and errors of the destination': async ({ Readable, Writable }, log) => {
    const source = Readable.from(['a', 'b']);
    const target = new Writable({ objectMode: true, write: (_chunk, _encoding, done) => done(new Error('refused')) });
    watch(source, 'source', log);
    watch(target, 'target', log);
    target.on('error', () => {});
    source.pipe(target);
    await settled();
    log(state(source), target.errored);
    source.unpipe();
    await settled();
  },
  'wrap() of an old stream': async ({ Readable, Stream }, log) => {
    const old = Object.assign(new Stream(), {
      pause: () => log('pause'),
      resume: () => log('resume'),
      extra: () => 'extra',
    });
    const stream = new Readable({ highWaterMark: 2 }).wrap(old as never);
    watch(stream, 'r', log);
    log((stream as never as typeof old).extra());
    for (const text of ['aa', 'bb']) old.emit('data', text);
    stream.on('data', () => {});
    await settled();
    old.emit('end');
    old.emit('close');
    await settled();
    log(state(stream));
  },
};

assertSameTraces('Readable', ours, nodeStream, SCENARIOS);
