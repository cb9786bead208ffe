import './on-node-loop.ts';
import assert from 'node:assert/strict';
import nodeStream from 'node:stream';
import nodeConsumers from 'node:stream/consumers';
import test from 'node:test';
import { type Streams, readableState as state, watch } from './stream-watch.ts';
import { assertSameTraces, type Log, type Scenario, settled } from './trace.ts';

// The scenarios are written against node's streams, whose types ours are given here.
const ours = (await import('../../sandbox-lib/node/stream.ts')).default as unknown as Streams;
const consumers = await import('../../sandbox-lib/node/stream/consumers.ts');

async function outcome(promise: Promise<unknown>, log: Log): Promise<void> {
  try {
    log(await promise);
  } catch (error) {
    log('failed', error);
  }
}

const SCENARIOS: Record<string, Scenario<Streams>> = {
  'for await to the end, out of the loop, into an error': async ({ Readable }, log) => {
    const stream = watch(Readable.from(['a', 'b', 'c']), 'r', log);
    for await (const chunk of stream) log(chunk);
    log(state(stream));
    const cut = watch(Readable.from(['a', 'b', 'c']), 'cut', log);
    for await (const chunk of cut) {
      log(chunk);
      break;
    }
    await settled();
    log(state(cut));
    const kept = watch(Readable.from(['a', 'b']), 'kept', log);
    for await (const chunk of kept.iterator({ destroyOnReturn: false })) {
      log(chunk);
      break;
    }
    log(state(kept));
    for await (const chunk of kept) log(chunk);
    const failing = new Readable({ read() {} });
    failing.push('x');
    setImmediate(() => failing.destroy(new Error('late')));
    await assert.rejects(async () => {
      for await (const chunk of failing) log(String(chunk));
    }, /late/);
    await settled();
    log(state(failing));
  },
  'requests of an iterator that wait in line': async ({ Readable }, log) => {
    const stream = new Readable({ objectMode: true, read() {} });
    const iterator = stream[Symbol.asyncIterator]();
    const requests = [
      iterator.next(),
      iterator.next(),
      iterator.next(),
      iterator.return?.('over' as never),
      iterator.next(),
    ];
    for (const [i, request] of requests.entries()) request?.then((result) => log(i, result));
    stream.push('a');
    await settled();
    stream.push(Promise.resolve('b'));
    stream.push('c');
    await settled();
    log(state(stream), Object.keys(iterator));
    const thrown = Readable.from(['a', 'b'])[Symbol.asyncIterator]();
    log(await thrown.next());
    await outcome(thrown.throw?.(new Error('thrown in')) as Promise<unknown>, log);
    log(await thrown.next());
  },
  'Readable.from()': async ({ Readable }, log) => {
    const closing = (name: string) => ({
      i: 0,
      [Symbol.iterator]() {
        return this;
      },
      next() {
        return { done: this.i++ > 2, value: this.i };
      },
      return() {
        log(name, 'return');
        return { done: true };
      },
    });
    for (const source of ['text', [1, 2], new Set([3]), [Promise.resolve(4), 5], closing('whole')]) {
      const stream = watch(Readable.from(source as never), 'r', log);
      log(stream.readableObjectMode, stream.readableHighWaterMark);
      await outcome(
        stream.toArray().then((values) => values.map(String)),
        log,
      );
    }
    const cut = Readable.from(closing('cut') as never);
    for await (const chunk of cut) {
      log(chunk);
      break;
    }
    await settled();
    for (const source of [
      [1, null],
      [Promise.reject(new Error('item'))],
      (function* () {
        yield 1;
        throw new Error('mid');
      })(),
    ]) {
      await outcome(Readable.from(source as never).toArray(), log);
    }
    for (const odd of [5, null, undefined, {}]) {
      try {
        log(Readable.from(odd as never));
      } catch (error) {
        log(error);
      }
    }
  },
  'map(), filter(), flatMap(), take(), drop()': async ({ Readable }, log) => {
    const numbers = () => Readable.from([1, 2, 3, 4, 5]);
    const late = async (n: number) => {
      log('start', n);
      await settled();
      log('stop', n);
      return n * 2;
    };
    await outcome(numbers().map(late).toArray(), log);
    await outcome(numbers().map(late, { concurrency: 2 }).toArray(), log);
    await outcome(
      numbers()
        .filter((n: number) => n % 2 === 1)
        .toArray(),
      log,
    );
    await outcome(
      numbers()
        .flatMap((n: number) => [n, n] as never)
        .toArray(),
      log,
    );
    await outcome(numbers().take(2).toArray(), log);
    await outcome(numbers().drop(3).toArray(), log);
    await outcome(numbers().drop(Number.NaN).take(1.5).toArray(), log);
    await outcome(
      numbers()
        .map((n: number) => {
          if (n === 3) throw new Error('three');
          return n;
        })
        .toArray(),
      log,
    );
    await outcome(numbers().take(1, { signal: AbortSignal.abort() }).toArray(), log);
  },
  'toArray(), forEach(), some(), every(), find(), reduce()': async ({ Readable }, log) => {
    const numbers = () => Readable.from([1, 2, 3]);
    await outcome(
      numbers().forEach((n: number) => {
        log('each', n);
      }),
      log,
    );
    await outcome(
      numbers().some((n: number) => n === 2),
      log,
    );
    await outcome(
      numbers().every((n: number) => n < 3),
      log,
    );
    await outcome(
      numbers().find((n: number) => n > 1),
      log,
    );
    await outcome(
      numbers().find((n: number) => n > 5),
      log,
    );
    await outcome(
      numbers().reduce((sum: number, n: number) => sum + n),
      log,
    );
    await outcome(
      numbers().reduce((sum: number, n: number) => sum + n, 10),
      log,
    );
    await outcome(
      Readable.from([]).reduce((sum: number) => sum, undefined as never),
      log,
    );
    await outcome(
      Readable.from([]).reduce((sum: number) => sum),
      log,
    );
    await outcome(numbers().toArray({ signal: AbortSignal.abort() }), log);
  },
  'arguments of the helpers': async ({ Readable }, log) => {
    for (const name of [
      'map',
      'filter',
      'flatMap',
      'forEach',
      'some',
      'every',
      'find',
      'reduce',
      'take',
      'drop',
      'toArray',
    ]) {
      const method = (Readable.prototype as never as Record<string, (...args: unknown[]) => unknown>)[name];
      log(name, method?.name, method?.length, Object.keys(Readable.prototype).includes(name));
      for (const args of [[], [5], [-1], [() => 1, 5], [() => 1, { signal: 5 }], [() => 1, { concurrency: 0 }]]) {
        try {
          const result = method?.apply(Readable.from([1]), args);
          if (result instanceof Promise) await outcome(result, log);
          else log(typeof result);
        } catch (error) {
          log(name, args.length, error);
        }
      }
      assert.throws(() => new (method as never as new () => object)(), TypeError);
    }
  },
};

assertSameTraces('Readable', ours, nodeStream, SCENARIOS);

test('Readable: map() stops when its signal aborts', async () => {
  const { AbortController } = await import('../../sandbox-lib/globals/abort-controller.ts');
  const aborter = new AbortController();
  const seen: number[] = [];
  const mapped = ours.Readable.from([1, 2, 3]).map(
    (n: number) => {
      seen.push(n);
      aborter.abort();
      return n;
    },
    { signal: aborter.signal as never },
  );
  await assert.rejects(mapped.toArray(), { name: 'AbortError', code: 'ABORT_ERR' });
  assert.deepEqual(seen, [1]);
});

test('stream/consumers collect text, bytes and JSON', async () => {
  const pieces = () => [Buffer.from('{"a":"'), Buffer.from([0xc3]), Buffer.from([0xa9]), '"', new Uint8Array([0x7d])];
  assert.equal(await consumers.text(pieces()), await nodeConsumers.text(pieces() as never));
  assert.deepEqual(await consumers.json(pieces()), { a: 'é' });
  for (const name of ['arrayBuffer', 'bytes'] as const) {
    assert.deepEqual(await consumers[name](pieces()), await nodeConsumers[name](pieces() as never));
  }
  assert.equal((await consumers.buffer(pieces())).toString(), String(await nodeConsumers.buffer(pieces() as never)));
  assert.equal(
    await consumers.text([Buffer.from('\ufeffx')]),
    await nodeConsumers.text([Buffer.from('\ufeffx')] as never),
  );
  await assert.rejects(consumers.text([5]), { code: 'ERR_INVALID_ARG_TYPE' });
});
