import './on-node-loop.ts';
import assert from 'node:assert/strict';
import nodeStream from 'node:stream';
import test from 'node:test';
import { type Streams, writableState as state, watch } from './stream-watch.ts';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

// The scenarios are written against node's streams, whose types ours are given here.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;

type Done = (error?: Error | null) => void;

/** Calls back at once. */
function quickSink(log: Log) {
  return (chunk: unknown, encoding: string, done: Done) => {
    log('_write', String(chunk), encoding);
    done();
  };
}

/** Calls back when told to. */
function slowSink(log: Log, waiting: Done[]) {
  return (chunk: unknown, encoding: string, done: Done) => {
    log('_write', String(chunk), encoding);
    waiting.push(done);
  };
}

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'write() that is done at once': async ({ Writable }, log) => {
    for (const options of [{}, { objectMode: true }, { decodeStrings: false, highWaterMark: 3 }]) {
      const stream = watch(new Writable({ ...options, write: quickSink(log) }), 'w', log);
      log(
        stream.write('abc', (error) => log('cb', error)),
        stream.write('de', 'latin1'),
        state(stream),
      );
      const same = (error?: Error | null) => log('same', error);
      stream.write('f', same);
      stream.write('g', same);
      stream.end('h', () => log('end cb'));
      log(state(stream));
      await settled();
      log(state(stream));
    }
  },
  'write() that takes its time, drain and the buffer': async ({ Writable }, log) => {
    const waiting: Done[] = [];
    const stream = watch(new Writable({ highWaterMark: 4, write: slowSink(log, waiting) }), 'w', log);
    for (const text of ['ab', 'cd', 'ef'])
      log(
        stream.write(text, (error) => log('cb', text, error)),
        state(stream),
      );
    log((stream as never as { writableBuffer: unknown[] }).writableBuffer.length);
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settled();
      log(state(stream));
    }
    stream.end();
    await settled();
    log(state(stream));
  },
  'cork(), uncork() and _writev()': async ({ Writable }, log) => {
    const stream = watch(
      new Writable({
        writev(chunks, done) {
          log('_writev', ...chunks.map(({ chunk, encoding }) => [String(chunk), encoding]));
          setImmediate(done);
        },
      }),
      'w',
      log,
    );
    stream.cork();
    stream.cork();
    for (const text of ['a', 'b']) stream.write(text, () => log('cb', text));
    stream.uncork();
    log(state(stream));
    stream.uncork();
    stream.write('c');
    stream.cork();
    stream.write('d');
    stream.end('e', () => log('ended'));
    await settled();
    await settled();
    await settled();
    log(state(stream));
  },
  'refused writes': async ({ Writable }, log) => {
    for (const options of [{}, { autoDestroy: false }]) {
      const stream = watch(new Writable({ ...options, write: (_chunk, _as, done) => done() }), 'w', log);
      stream.on('error', (error) => log('handled', error));
      for (const args of [[null], [5], [{}], [undefined], ['x', 'nope'], ['x', 'buffer']]) {
        try {
          log(stream.write(args[0] as never, args[1] as never));
        } catch (error) {
          log(error);
        }
      }
      log(stream.write(new Uint8Array([65])), stream.write(new DataView(new ArrayBuffer(2))));
      stream.end();
      log(stream.write('late', (error) => log('late cb', error)));
      stream.end((error?: Error | null) => log('second end', error));
      await settled();
      stream.end('third', (error?: Error | null) => log('third end', error));
      await settled();
      log(state(stream));
    }
  },
  'errors of _write()': async ({ Writable }, log) => {
    for (const later of [false, true]) {
      const fail = (done: Done) => (later ? setImmediate(done, new Error('no')) : done(new Error('no')));
      const stream = watch(new Writable({ write: (_chunk, _as, done) => void fail(done) }), 'w', log);
      stream.on('error', () => log('handled', state(stream)));
      for (const text of ['a', 'b']) stream.write(text, (error) => log('cb', text, error));
      stream.end((error?: Error | null) => log('end cb', error));
      await settled();
      await settled();
      log(state(stream));
    }
    const twice = watch(
      new Writable({
        write(_chunk, _as, done) {
          done();
          done();
        },
      }),
      't',
      log,
    );
    twice.on('error', () => {}).write('x');
    await settled();
  },
  '_final() and prefinish': async ({ Writable }, log) => {
    const finals: ((done: Done) => void)[] = [
      (done) => done(),
      (done) => setImmediate(done),
      (done) => done(new Error('final')),
      () => {
        throw new Error('thrown');
      },
      (done) => {
        done();
        done();
      },
    ];
    for (const final of finals) {
      const stream = watch(new Writable({ write: (_chunk, _as, done) => done(), final }), 'w', log);
      stream.on('error', () => {});
      stream.end('x', (error?: Error | null) => log('end cb', error));
      await settled();
      await settled();
      log(state(stream));
    }
  },
  'destroy() with writes under way': async ({ Writable }, log) => {
    const waiting: Done[] = [];
    const stream = watch(new Writable({ write: slowSink(log, waiting) }), 'w', log);
    for (const text of ['a', 'b']) stream.write(text, (error) => log('cb', text, error));
    stream.end((error?: Error | null) => log('end cb', error));
    stream.on('error', () => {});
    stream.destroy(new Error('gone'));
    log(state(stream));
    await settled();
    waiting[0]?.();
    await settled();
    log(state(stream), stream.write('late'), stream.writableAborted);
  },
  'construct() holds writes and the end back': async ({ Writable }, log) => {
    const stream = new Writable({
      construct: (done) => void setImmediate(done),
      write: quickSink(log),
      final(done) {
        log('_final');
        done();
      },
    });
    watch(stream, 'w', log);
    stream.write('a');
    stream.end();
    log(state(stream));
    await settled();
    await settled();
    const broken = watch(new Writable({ construct: (done) => done(new Error('no')), write() {} }), 'b', log);
    broken.on('error', () => {});
    broken.write('a', (error) => log('cb', error));
    await settled();
    log(state(broken));
  },
  'default encodings and odd options': async ({ Writable }, log) => {
    const stream = new Writable({ decodeStrings: false, write: quickSink(log) });
    log(stream.setDefaultEncoding('LATIN1' as never) === stream);
    stream.write('é');
    for (const make of [
      () => stream.setDefaultEncoding('nope' as never),
      () => new Writable({ defaultEncoding: 'nope' as never }),
      () => new Writable({ highWaterMark: -1 }),
      () => new Writable({ highWaterMark: 'x' as never }),
      () => new Writable({ signal: 1 as never }),
      () => new Writable().write('no _write'),
      () => (Writable as never as (options: object) => object)({ highWaterMark: 0 }) instanceof Writable,
      () => ({}) instanceof Writable,
    ]) {
      try {
        log(make());
      } catch (error) {
        log(error);
      }
    }
    await settled();
  },
  'a rejected listener, and asyncDispose': async ({ Writable }, log) => {
    const stream = watch(
      new Writable({ captureRejections: true, write: (_chunk: unknown, _as: string, done: Done) => done() } as object),
      'w',
      log,
    );
    stream.on('finish', async () => {
      throw new Error('listener');
    });
    stream.on('error', () => {});
    stream.end();
    await settled();
    const open = watch(new Writable({ write() {} }), 'open', log);
    open.on('error', () => {});
    await open[Symbol.asyncDispose]();
    log(state(open));
  },
};

assertSameTraces('Writable', ours, nodeStream, SCENARIOS);

test('Writable: util.inherits code calls the constructors with its own this', () => {
  function Old(this: object) {
    (ours.Writable as unknown as (this: object) => void).call(this);
  }
  Object.setPrototypeOf(Old.prototype, ours.Writable.prototype);
  const old = new (Old as unknown as new () => InstanceType<Streams['Writable']>)();
  const written: string[] = [];
  old._write = (chunk, _encoding, done) => {
    written.push(String(chunk));
    done();
  };
  old.write('x');
  assert.deepEqual(written, ['x']);
  assert.ok(old instanceof ours.Writable && old instanceof ours.Stream && new ours.Duplex() instanceof ours.Writable);
});
