import './on-node-loop.ts';
import nodeStream from 'node:stream';
import { promisify } from 'node:util';
import { type Streams, watch } from './stream-watch.ts';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

// The scenarios are written against node's streams, whose types ours are given here.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;

type Writable = InstanceType<Streams['Writable']>;

function sink({ Writable }: Streams, log: Log, options: object = {}): Writable {
  return new Writable({
    objectMode: true,
    write(chunk, _encoding, done) {
      log('wrote', String(chunk));
      done();
    },
    ...options,
  });
}

async function* letters(): AsyncGenerator<string> {
  yield 'a';
  yield 'b';
}

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'pipeline() of streams, generators and functions': async (Streams, log) => {
    const { pipeline, PassThrough, Readable } = Streams;
    const upper = async function* (source: AsyncIterable<string>) {
      for await (const chunk of source) yield chunk.toUpperCase();
    };
    const join = async (source: AsyncIterable<string>) => {
      let all = '';
      for await (const chunk of source) all += chunk;
      return all;
    };
    const rows: unknown[][] = [
      [Readable.from(['a', 'b']), sink(Streams, log)],
      [letters, sink(Streams, log)],
      [letters(), upper, sink(Streams, log)],
      [['x', 'y'], upper, join],
      [letters, join],
      [Readable.from(['a']), new PassThrough({ objectMode: true }), upper, new PassThrough({ objectMode: true }), join],
    ];
    for (const row of rows) {
      const result = pipeline(...(row as [never]), ((error: unknown, value: unknown) =>
        log('done', error, value)) as never);
      log(typeof result);
      await settled();
      await settled();
      const last = row.at(-1) as Writable;
      log(last.destroyed, last.writableFinished);
    }
  },
  'pipeline() and errors anywhere': async (Streams, log) => {
    const { pipeline, Readable, Transform } = Streams;
    const broken = () =>
      new Readable({
        read: () => {
          throw new Error('source');
        },
      });
    const bad = () => new Transform({ objectMode: true, transform: (_chunk, _as, done) => done(new Error('middle')) });
    const rows: (() => unknown[])[] = [
      () => [broken(), sink(Streams, log)],
      () => [letters, bad(), sink(Streams, log)],
      () => [
        letters,
        sink(Streams, log, { write: (_c: unknown, _e: string, done: (e: Error) => void) => done(new Error('end')) }),
      ],
      () => [
        async function* () {
          yield 'a';
          throw new Error('generator');
        },
        sink(Streams, log),
      ],
      () => [
        letters,
        async () => {
          throw new Error('function');
        },
      ],
    ];
    for (const make of rows) {
      const row = make();
      for (const [i, stream] of row.entries()) {
        if (typeof stream === 'object') watch(stream as Writable, String(i), log);
      }
      pipeline(...(row as [never]), ((error: unknown) => log('done', error)) as never);
      await settled();
      await settled();
      log(row.map((stream) => (stream as Writable).destroyed));
    }
  },
  'pipeline(): early close, refused arguments, abort': async (Streams, log) => {
    const { pipeline, PassThrough, Readable, promises } = Streams;
    const source = new Readable({ read() {} });
    pipeline(source, sink(Streams, log), (error) => log('done', error));
    source.push('a');
    source.destroy();
    await settled();
    for (const args of [[], [letters], [letters, 5], [letters, () => {}], [5, () => {}, () => {}]]) {
      try {
        log(typeof (pipeline as never as (...args: unknown[]) => unknown)(...args));
      } catch (error) {
        log(error);
      }
    }
    const aborter = new AbortController();
    const open = new PassThrough();
    const aborted = promises
      .pipeline(open, sink(Streams, log), { signal: aborter.signal })
      .catch((error) => log(error));
    aborter.abort();
    await aborted;
    log(open.destroyed);
    const kept = sink(Streams, log);
    await promises.pipeline(letters, kept, { end: false });
    log(kept.writableEnded, kept.destroyed, promisify(pipeline) === (promises.pipeline as unknown));
    kept.end();
    await settled();
  },
  'finished()': async (Streams, log) => {
    const { finished, PassThrough, Readable, promises } = Streams;
    const note = (name: string) => (error?: unknown) => log(name, error);
    const ended = Readable.from(['a']);
    finished(ended, note('readable'));
    ended.resume();
    const written = sink(Streams, log);
    finished(written, note('writable'));
    written.end('x');
    await settled();
    finished(ended, note('ended before'));
    finished(written, note('finished before'));
    const both = new PassThrough();
    finished(both, { readable: false }, note('only writing'));
    finished(both, { writable: false }, note('only reading'));
    finished(both, note('both'));
    both.end('x');
    await settled();
    both.resume();
    await settled();
    const cut = new PassThrough();
    finished(cut, note('cut'));
    const cleanUp = finished(cut, note('never'));
    cleanUp();
    cut.destroy();
    await settled();
    finished(cut, note('cut before'));
    const failing = new PassThrough();
    finished(failing, note('failing'));
    finished(failing, { error: false }, note('failing, quietly'));
    failing.destroy(new Error('broken'));
    await settled();
    await promises.finished(failing).catch(note('promise'));
    const aborter = new AbortController();
    finished(new PassThrough(), { signal: aborter.signal }, note('aborted'));
    aborter.abort();
    await settled();
    log(failing.listenerCount('error'), cut.eventNames());
    for (const args of [
      [],
      [5, () => {}],
      [cut, 5],
      [cut, {}, 5],
      [cut, 5, () => {}],
      [cut, undefined, note('given undefined')],
    ]) {
      try {
        log(typeof (finished as never as (...args: unknown[]) => unknown)(...args));
      } catch (error) {
        log(error);
      }
    }
    await settled();
  },
  'addAbortSignal(), destroy() and the questions': async (Streams, log) => {
    const { addAbortSignal, isErrored, isReadable, Readable } = Streams;
    const { destroy } = Streams as never as { destroy(stream: unknown, error?: Error): void };
    const questions = Streams as unknown as Record<
      'isWritable' | 'isDisturbed' | 'isDestroyed',
      (stream: unknown) => unknown
    >;
    const ask = (stream: unknown) =>
      log(
        ...[isErrored(stream as never), isReadable(stream as never)],
        ...[questions.isWritable(stream), questions.isDisturbed(stream), questions.isDestroyed(stream)],
      );
    const aborter = new AbortController();
    const stream = addAbortSignal(aborter.signal, watch(new Readable({ read() {} }), 'r', log));
    stream.on('error', () => {});
    ask(stream);
    aborter.abort('because');
    await settled();
    ask(stream);
    const another = watch(sink(Streams, log), 'w', log);
    another.on('error', () => {});
    ask(another);
    destroy(another, new Error('given'));
    destroy(another);
    await settled();
    ask(another);
    const read = Readable.from(['a']);
    read.read();
    ask(read);
    for (const odd of [null, undefined, 5, {}, { on() {}, write() {} }]) ask(odd);
    for (const args of [[], [5, stream], [aborter.signal, {}], [aborter.signal, null]]) {
      try {
        log(typeof (addAbortSignal as never as (...args: unknown[]) => unknown)(...args));
      } catch (error) {
        log(error);
      }
    }
  },
};

assertSameTraces('streams', ours, nodeStream, SCENARIOS);
