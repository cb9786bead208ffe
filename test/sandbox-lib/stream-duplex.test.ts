import './on-node-loop.ts';
import nodeStream from 'node:stream';
import { readableState, type Streams, watch, writableState } from './stream-watch.ts';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

// The scenarios are written against node's streams, whose types ours are given here.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;

type Duplex = InstanceType<Streams['Duplex']>;

function state(stream: Duplex): unknown[] {
  return [readableState(stream), writableState(stream), stream.allowHalfOpen];
}

/** Reads a stream to its end, or its error. */
async function drain(stream: NodeJS.ReadableStream | Duplex, log: Log): Promise<void> {
  try {
    for await (const chunk of stream) log('got', typeof chunk === 'string' ? chunk : String(chunk));
    log('end of reading');
  } catch (error) {
    log('failed', error);
  }
}

async function* letters(): AsyncGenerator<string> {
  yield 'a';
}

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'Duplex: two sides that end one after the other': async ({ Duplex }, log) => {
    for (const options of [{}, { allowHalfOpen: false }, { readable: false }, { writable: false }]) {
      const stream = watch(new Duplex({ ...options, read() {}, write: (_chunk, _as, done) => done() }), 'd', log);
      log(state(stream));
      stream.on('error', (error) => log('handled', error));
      stream.push(null);
      stream.resume();
      await settled();
      log(state(stream));
      stream.end('x');
      await settled();
      log(state(stream));
    }
  },
  'Duplex: options of one side': (Streams, log) => {
    const { Duplex } = Streams;
    for (const options of [
      { highWaterMark: 5 },
      { readableHighWaterMark: 1, writableHighWaterMark: 2 },
      { readableObjectMode: true },
      { writableObjectMode: true, highWaterMark: null as never },
      { objectMode: true, readableHighWaterMark: 0 },
    ]) {
      log(state(new Duplex(options)));
    }
    for (const make of [
      () => new Duplex({ readableHighWaterMark: -1 }),
      () => new Duplex({ writableHighWaterMark: 'a' as never }),
    ]) {
      try {
        log(make());
      } catch (error) {
        log(error);
      }
    }
    log(Streams.getDefaultHighWaterMark(true), Streams.getDefaultHighWaterMark(false));
  },
  'Transform: sync, async, flush, back-pressure': async ({ Transform }, log) => {
    const stream = watch(
      new Transform({
        readableHighWaterMark: 2,
        writableHighWaterMark: 4,
        transform(chunk, encoding, done) {
          log('_transform', String(chunk), encoding);
          if (String(chunk) === 'later') setImmediate(done, null, 'LATER');
          else done(null, String(chunk).toUpperCase());
        },
        flush(done) {
          log('_flush');
          done(null, '!');
        },
      }),
      't',
      log,
    );
    for (const text of ['a', 'bc', 'later', 'def'])
      log(
        stream.write(text, () => log('cb', text)),
        state(stream),
      );
    stream.end();
    await settled();
    log(state(stream));
    stream.on('data', () => {});
    await settled();
    await settled();
    log(state(stream));
  },
  'Transform: errors, and an end of its own': async ({ Transform }, log) => {
    const bodies: ((this: Duplex, chunk: unknown, as: string, done: (error?: Error) => void) => void)[] = [
      (_chunk, _as, done) => done(new Error('in the callback')),
      () => {
        throw new Error('thrown');
      },
      function (_chunk, _as, done) {
        this.push('last');
        this.push(null);
        done();
      },
    ];
    for (const transform of bodies) {
      const stream = watch(new Transform({ transform: transform as never }), 't', log);
      stream.on('error', () => {});
      try {
        log(stream.write('x', (error) => log('cb', error)));
        stream.end((error?: Error | null) => log('end cb', error));
      } catch (error) {
        log('thrown', error);
      }
      stream.resume();
      await settled();
      log(state(stream));
    }
    const flushing = watch(new Transform({ transform() {}, flush: (done) => done(new Error('flush')) }), 'f', log);
    flushing.on('error', () => {});
    flushing.end();
    await settled();
    log(state(flushing));
    try {
      new Transform().write('x');
    } catch (error) {
      log(error);
    }
  },
  'Transform: _final() beside _flush()': async ({ Transform, PassThrough }, log) => {
    const stream = watch(
      new Transform({
        transform: (chunk, _as, done) => done(null, chunk),
        final(done) {
          log('_final');
          done();
        },
        flush(done) {
          log('_flush');
          done();
        },
      }),
      't',
      log,
    );
    stream.resume().end('x');
    await settled();
    const through = watch(new PassThrough({ highWaterMark: 0 }), 'p', log);
    log(through.write('a'), through.write('b'), state(through));
    through.end();
    await drain(through, log);
    log(state(through));
  },
  'duplexPair()': async ({ duplexPair }, log) => {
    const [one, other] = duplexPair({ encoding: 'utf8' });
    watch(one, 'one', log);
    watch(other, 'other', log);
    other.on('data', (chunk: string) => other.write(chunk.toUpperCase()));
    other.on('end', () => other.end('bye'));
    one.write('hello', () => log('cb'));
    one.end();
    await drain(one, log);
    await settled();
    log(state(one), state(other));
    const [left, right] = duplexPair();
    watch(right, 'right', log);
    left.on('error', () => {});
    left.destroy(new Error('cut'));
    await settled();
    log(state(right));
  },
  'Duplex.from() nearly everything': async ({ Duplex, Readable, Writable, PassThrough }, log) => {
    const written: string[] = [];
    const sink = () =>
      new Writable({
        write(chunk, _as, done) {
          written.push(String(chunk));
          done();
        },
      });
    const through = new PassThrough();
    log(Duplex.from(through) === through);
    const bodies: (() => unknown)[] = [
      () => ['a', 'b'],
      () => letters(),
      () => Promise.resolve('d'),
      () => Promise.reject(new Error('e')),
      () =>
        async function* (source: AsyncIterable<unknown>) {
          for await (const chunk of source) yield String(chunk).toUpperCase();
        },
      () => async (source: AsyncIterable<unknown>) => {
        for await (const chunk of source) written.push(`fn ${chunk}`);
      },
      () => ({ readable: Readable.from(['f']), writable: sink() }),
      () => Readable.from(['g']),
      () => sink(),
      () => 'text',
    ];
    for (const make of bodies) {
      const stream = Duplex.from(make() as never);
      stream.on('error', (error) => log('handled', error));
      log(stream.readable, stream.writable, stream.readableObjectMode, stream.writableObjectMode);
      if (stream.writable) stream.end('input');
      if (stream.readable) await drain(stream, log);
      await settled();
      log(written.splice(0), stream.destroyed, stream.writableFinished, stream.readableEnded);
    }
    for (const body of [5, {}, () => 5]) {
      try {
        const stream = Duplex.from(body as never);
        stream.on('error', (error) => log('handled', error));
        stream.end('x');
        await settled();
        log(stream.destroyed);
      } catch (error) {
        log(error);
      }
    }
  },
  'compose()': async ({ compose, PassThrough, Readable, Transform, Writable }, log) => {
    const shout = () => new Transform({ transform: (chunk, _as, done) => done(null, String(chunk).toUpperCase()) });
    const both = compose(
      shout(),
      async function* (source: AsyncIterable<unknown>) {
        for await (const chunk of source) yield `${chunk}!`;
      } as never,
      new PassThrough({ objectMode: true }),
    );
    log(state(both));
    both.write('one');
    both.end('two');
    await drain(both, log);
    await settled();
    log(state(both));
    await drain(Readable.from(['x']).compose(shout() as never), log);
    const failing = compose(shout(), new Transform({ transform: (_chunk, _as, done) => done(new Error('inner')) }));
    failing.on('error', (error) => log('handled', error));
    failing.end('x');
    await drain(failing, log);
    for (const make of [
      () => (compose as never as () => void)(),
      () => compose(new Writable() as never, new PassThrough()),
      () => compose(new PassThrough(), new Readable() as never),
    ]) {
      try {
        log(make());
      } catch (error) {
        const { name, code, message } = error as Error & { code: string };
        log(name, code, message.split('Received')[0]?.slice(0, 60));
      }
    }
  },
};

assertSameTraces('streams', ours, nodeStream, SCENARIOS);
