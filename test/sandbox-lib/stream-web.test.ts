import './on-node-loop.ts';
import nodeStream from 'node:stream';
import { type Streams, watch } from './stream-watch.ts';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

// The web streams are node's here; the scenarios are written against node's streams, whose types ours are given.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;

type Sink = { written: unknown[]; stream: WritableStream };

function webSource(chunks: unknown[], fail?: Error): ReadableStream {
  const left = chunks.slice();
  return new ReadableStream({
    pull(controller) {
      if (left.length > 0) controller.enqueue(left.shift());
      else if (fail) controller.error(fail);
      else controller.close();
    },
  });
}

function webSink(log: Log, fail?: Error): Sink {
  const written: unknown[] = [];
  const stream = new WritableStream({
    write(chunk) {
      if (fail) throw fail;
      written.push(chunk instanceof Uint8Array ? `bytes ${Buffer.from(chunk)}` : chunk);
    },
    close: () => log('sink closed'),
    abort: (reason) => log('sink aborted', reason),
  });
  return { written, stream };
}

async function collect(stream: AsyncIterable<unknown>, log: Log): Promise<void> {
  try {
    for await (const chunk of stream) log('got', typeof chunk === 'string' ? chunk : String(chunk));
    log('end');
  } catch (error) {
    log('failed', error);
  }
}

async function readAll(stream: ReadableStream, log: Log): Promise<void> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      log('read', next.value instanceof Uint8Array ? `bytes ${Buffer.from(next.value)}` : next.value);
    }
    log('done');
  } catch (error) {
    log('rejected', error);
  }
}

async function wait(): Promise<void> {
  for (let i = 0; i < 5; i++) await settled();
}

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'Readable.fromWeb()': async ({ Readable }, log) => {
    await collect(Readable.fromWeb(webSource(['a', 'b']) as never, { encoding: 'utf8' }), log);
    await collect(Readable.fromWeb(webSource([1, 2]) as never, { objectMode: true }), log);
    await collect(Readable.fromWeb(webSource(['a'], new Error('source')) as never), log);
    const web = webSource(['a', 'b', 'c']);
    const cut = Readable.fromWeb(web as never);
    cut.on('error', (error) => log('handled', error));
    for await (const chunk of cut) {
      log(String(chunk), web.locked);
      break;
    }
    await wait();
    log(cut.destroyed);
    for (const args of [
      [],
      [5],
      [webSource([]), 5],
      [webSource([]), { encoding: 'nope' }],
      [webSource([]), { objectMode: 5 }],
    ]) {
      try {
        log(typeof Readable.fromWeb(...(args as [never])));
      } catch (error) {
        log(error);
      }
    }
  },
  'Writable.fromWeb()': async ({ Writable }, log) => {
    const { written, stream } = webSink(log);
    const writable = watch(Writable.fromWeb(stream as never), 'w', log);
    writable.write('text', () => log('cb'));
    writable.cork();
    writable.write(new Uint8Array([66]));
    writable.write('é', 'latin1');
    writable.uncork();
    writable.end('last');
    await wait();
    log(written, writable.destroyed, writable.writableFinished);
    const plain = webSink(log);
    Writable.fromWeb(plain.stream as never, { decodeStrings: false }).end('kept');
    await wait();
    log(plain.written);
    const failing = watch(Writable.fromWeb(webSink(log, new Error('sink')).stream as never), 'f', log);
    failing.on('error', () => {});
    failing.write('x', (error) => log('cb', error));
    await wait();
    const gone = watch(Writable.fromWeb(webSink(log).stream as never), 'g', log);
    gone.on('error', () => {});
    gone.destroy(new Error('gone'));
    await wait();
    for (const args of [
      [],
      [5],
      [webSink(log).stream, { objectMode: 5 }],
      [webSink(log).stream, { decodeStrings: 5 }],
    ]) {
      try {
        log(typeof Writable.fromWeb(...(args as [never])));
      } catch (error) {
        log(error);
      }
    }
  },
  'Duplex.fromWeb()': async ({ Duplex }, log) => {
    const { readable, writable } = new TransformStream({
      transform: (chunk, controller) => controller.enqueue(String(Buffer.from(chunk)).toUpperCase()),
    });
    const duplex = Duplex.fromWeb({ readable, writable } as never, { encoding: 'utf8' });
    duplex.write('one');
    duplex.end('two');
    await collect(duplex, log);
    await wait();
    log(duplex.destroyed, duplex.allowHalfOpen);
    for (const args of [[], [5], [{ readable }], [{ readable: webSource([]), writable: 5 }]]) {
      try {
        log(typeof Duplex.fromWeb(...(args as [never])));
      } catch (error) {
        log(error);
      }
    }
    await collect(Duplex.from(webSource(['x', 'y']) as never), log);
  },
  'Readable.toWeb()': async ({ Readable }, log) => {
    await readAll(Readable.toWeb(Readable.from(['a', 'b'])) as never, log);
    const bytes = new Readable({ read() {} });
    bytes.push('text');
    bytes.push(null);
    await readAll(Readable.toWeb(bytes) as never, log);
    const failing = new Readable({ read() {} });
    const web = Readable.toWeb(failing);
    failing.destroy(new Error('broken'));
    await readAll(web as never, log);
    const cut = new Readable({ read() {} });
    const early = Readable.toWeb(cut);
    cut.destroy();
    await readAll(early as never, log);
    const canceled = new Readable({ read() {} });
    canceled.on('error', (error) => log('handled', error));
    await (Readable.toWeb(canceled) as unknown as ReadableStream).cancel(new Error('enough'));
    await wait();
    log(canceled.destroyed);
    const ended = Readable.from([]);
    ended.resume();
    await wait();
    await readAll(Readable.toWeb(ended) as never, log);
    for (const args of [[], [5], [bytes, 5], [bytes, { type: 'nope' }]]) {
      try {
        log(typeof Readable.toWeb(...(args as [never])));
      } catch (error) {
        log(error);
      }
    }
  },
  'Writable.toWeb() and Duplex.toWeb()': async ({ Writable, Duplex, PassThrough }, log) => {
    const waiting: (() => void)[] = [];
    const writable = new Writable({
      highWaterMark: 2,
      write(chunk, _encoding, done) {
        log('_write', String(chunk));
        waiting.push(done);
      },
    });
    const writer = Writable.toWeb(writable).getWriter();
    const writes = ['abc', 'd'].map((text) => writer.write(text).then(() => log('written', text)));
    writer.close().then(() => log('closed'));
    for (let i = 0; i < 2; i++) {
      await wait();
      log(writer.desiredSize);
      waiting.shift()?.();
    }
    await Promise.all(writes);
    await wait();
    log(writable.writableFinished);
    const failing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no')) });
    const failed = Writable.toWeb(failing).getWriter();
    failed.closed.catch((error) => log('closed with', error));
    failed.write('x').catch((error) => log('write', error));
    await wait();
    const pair = Duplex.toWeb(new PassThrough()) as unknown as { readable: ReadableStream; writable: WritableStream };
    const through = pair.writable.getWriter();
    void through.write('through');
    void through.close();
    await readAll(pair.readable, log);
    const over = new PassThrough();
    over.destroy();
    const { readable, writable: dead } = Duplex.toWeb(over) as unknown as typeof pair;
    await readAll(readable, log);
    await dead.getWriter().closed.then(() => log('closed'));
    for (const make of [
      () => Writable.toWeb(5 as never),
      () => Duplex.toWeb({} as never),
      () => Duplex.toWeb(over, 5 as never),
    ]) {
      try {
        log(typeof make());
      } catch (error) {
        log(error);
      }
    }
  },
};

assertSameTraces('web streams', ours, nodeStream, SCENARIOS);
