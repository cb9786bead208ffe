// structuredClone and DOMException against Node's own.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { DOMException as OurDOMException } from '../../sandbox-lib/globals/dom-exception.ts';
import { structuredClone as ourClone } from '../../sandbox-lib/globals/structured-clone.ts';
import { Buffer as OurBuffer } from '../../sandbox-lib/internal/buffer.ts';
import { answer } from './oracle.ts';

// biome-ignore lint/suspicious/noExplicitAny: anything at all is cloned, results are taken apart
type Loose = any;
type Clone = (...args: Loose[]) => Loose;

function sameAsNode(run: (clone: Clone) => unknown, label = String(run)): void {
  const [ours, theirs] = [answer(() => run(ourClone)), answer(() => run(structuredClone))];
  assert.deepEqual(ours, theirs, label);
  // deepEqual does not see sharing, cycles by other ways, holes or order.
  assert.equal(inspect(ours, { depth: 10, showHidden: true }), inspect(theirs, { depth: 10, showHidden: true }), label);
}

class Point {
  x = 1;
  get y(): number {
    return 2;
  }
}
class MyError extends TypeError {}
class MyMap extends Map {
  z = 1;
}
class Tagged {
  get [Symbol.toStringTag](): string {
    return 'Map';
  }
}

describe('structuredClone', () => {
  test('data of every kind', () => {
    const memory = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]).buffer;
    const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
    const values: unknown[] = [
      ...[1, -0, NaN, 'x', true, null, undefined, 5n],
      ...[Object(1), Object('ab'), Object(false), Object(5n)],
      ...[new Date(5), new Date(NaN), /a\/b/giu, Object.assign(/a/g, { lastIndex: 3 })],
      ...[
        [],
        JSON.parse('[1]').concat(new Array(2), 3),
        Object.assign([1], { x: 2 }),
        new Array(5),
        Object.freeze([1]),
      ],
      ...[{}, { a: { b: [1] } }, Object.create(null), Object.create({ inherited: 1 }), { [Symbol('s')]: 1, b: 2 }],
      ...[
        new Point(),
        new MyMap().set(1, 2),
        new Tagged(),
        { [Symbol.toStringTag]: 'Map', a: 1 },
        Object.create(Map.prototype),
      ],
      ...[
        new Map<unknown, unknown>([[{ a: 1 }, new Set([1])]]),
        new Set([[1], 'x']),
        Object.assign(new Map(), { z: 1 }),
      ],
      ...[memory, resizable, new Uint8Array(memory, 2, 3), new DataView(memory, 1, 2), new Uint8Array(resizable)],
      ...[new Float64Array([1.5]), new BigInt64Array([5n]), new Uint8ClampedArray(2), new Float16Array([1.5])],
      ...[new Uint8Array(resizable, 2, 3), Object.assign(new Date(1), { x: 1 }), JSON.parse('{"__proto__":{"x":1}}')],
      ...[
        Math,
        Reflect,
        {
          get a() {
            return this.b;
          },
          b: 4,
        },
        Object.defineProperty({}, 'hidden', { value: 1 }),
      ],
    ];
    for (const value of values) sameAsNode((clone) => clone(value), inspect(value));
    const text = globalThis.Buffer.from('ab');
    assert.deepEqual(ourClone(text), new Uint8Array([97, 98]));
  });

  test('errors', () => {
    const errors = [
      new Error('m', { cause: { a: [1] } }),
      new MyError('sub'),
      new AggregateError([1], 'm'),
      Object.assign(new RangeError('q'), { name: 'SyntaxError', extra: 1 }),
      Object.assign(new Error('q'), { name: 'Unknown' }),
      new URIError(),
      Object.assign(new Error('a'), { message: { toString: () => 'text' } }),
      Object.assign(new Error('a'), { stack: 'mine' }),
      Object.assign(new Error('a'), { stack: 5 }),
      Object.create(Error.prototype),
    ];
    for (const error of errors) {
      sameAsNode((clone) => {
        const copy = clone(error);
        return [
          copy.constructor.name,
          copy.name,
          copy.message,
          copy.stack,
          copy.cause,
          Object.keys(copy),
          'message' in copy,
        ];
      }, inspect(error));
    }
    sameAsNode((clone) => clone(Object.assign(new Error('x'), { name: Symbol('s') })));
    sameAsNode((clone) => clone(new Error('x', { cause: () => 1 })));
    const copy = ourClone(new OurDOMException('m', 'AbortError'));
    assert.ok(copy instanceof OurDOMException);
    assert.deepEqual([copy.name, copy.message, copy.code], ['AbortError', 'm', 20]);
  });

  test('what is not data is refused', () => {
    const values: unknown[] = [
      ...[() => 1, class Q {}, Symbol('q'), Object(Symbol('q')), { deep: [() => 1] }],
      ...[new WeakMap(), new WeakSet(), new WeakRef({}), Promise.resolve(), new FinalizationRegistry(() => {})],
      ...[[1].values(), new Map().entries(), 'a'.matchAll(/a/g), (function* () {})(), new Intl.NumberFormat()],
      ...[Object.assign(new WeakMap(), { constructor: 5 }), Object.assign(new WeakMap(), { toString() {} })],
      ...[
        {
          get a() {
            throw new RangeError('own');
          },
        },
      ],
    ];
    for (const value of values) sameAsNode((clone) => clone(value), inspect(value));
    const list = (function () {
      // biome-ignore lint/complexity/noArguments: it is what is refused
      return arguments;
    })();
    sameAsNode((clone) => clone(list));
    sameAsNode((clone) => clone());
  });

  test('cycles and shared references', () => {
    sameAsNode((clone) => {
      const map = new Map();
      const value: Loose = { list: [map], map, date: new Date(1) };
      map.set(map, new Set([value, value.date]));
      value.self = value;
      return clone(value);
    });
    sameAsNode((clone) => {
      const bytes = new Uint8Array(8);
      const [first, second, memory] = clone([bytes, new Uint16Array(bytes.buffer, 2, 1), bytes.buffer]);
      return [first.buffer === second.buffer, first.buffer === memory, second.byteOffset];
    });
    sameAsNode((clone) =>
      clone({
        a: 1,
        get b() {
          delete (this as Loose).c;
          return 2;
        },
        c: 3,
      }),
    );
  });

  test('transfer', () => {
    const lists: (() => unknown)[] = [
      ...[() => 5, () => 'x', () => ({}), () => [5], () => [null], () => undefined, () => null, () => new Map()],
      ...[() => [{}], () => [new Uint8Array(1)], () => [new SharedArrayBuffer(1)], () => ({ [Symbol.iterator]: 5 })],
      ...[
        () => new Set([new ArrayBuffer(2)]),
        () => {
          const one = new ArrayBuffer(2);
          return [one, one];
        },
      ],
      () => {
        const one = new ArrayBuffer(2);
        one.transfer();
        return [one];
      },
    ];
    for (const list of lists) sameAsNode((clone) => clone(1, { transfer: list() }), String(list));
    for (const options of [5, 'x', null, undefined, [], () => {}])
      sameAsNode((clone) => clone(1, options), inspect(options));
    sameAsNode((clone) => {
      const bytes = Uint8Array.from([1, 2, 3, 4]);
      const copy = clone({ bytes, part: bytes.subarray(1, 3) }, { transfer: [bytes.buffer] });
      return [bytes.length, bytes.buffer.detached, copy, copy.part.buffer === copy.bytes.buffer];
    });
    sameAsNode((clone) => {
      const memory = new ArrayBuffer(4, { maxByteLength: 8 });
      const copy = clone(new Uint8Array(memory), { transfer: [memory] });
      copy.buffer.resize(6);
      return [copy.length, memory.detached];
    });
    sameAsNode((clone) => {
      const memory = new ArrayBuffer(4);
      memory.transfer();
      return clone(memory);
    });
    const memory = new ArrayBuffer(4);
    assert.throws(() => ourClone(() => 1, { transfer: [memory] }), { name: 'DataCloneError' });
    assert.equal(memory.detached, false);
    const { buffer: pool } = OurBuffer.from('abc');
    assert.throws(() => ourClone(1, { transfer: [pool] }), { name: 'DataCloneError', code: 25 });
  });

  test('random data', () => {
    const options = {
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withBigInt: true,
      withSparseArray: true,
    };
    fc.assert(
      fc.property(fc.anything({ ...options, withBoxedValues: true }), (value) =>
        assert.deepEqual(ourClone(value), structuredClone(value)),
      ),
    );
  });

  test('a proxy of a run is refused', async () => {
    const { createProxyConstructor } = await import('../../sandbox-lib/internal/proxy-records.ts');
    const SandboxProxy = createProxyConstructor(Proxy);
    assert.throws(() => ourClone(new SandboxProxy({}, {})), { message: '#<Object> could not be cloned.' });
    assert.throws(() => ourClone([new SandboxProxy([], {})]), { message: '[object Array] could not be cloned.' });
  });
});

describe('DOMException', () => {
  test('name, message, code, cause', () => {
    const names = [
      'IndexSizeError',
      'DataCloneError',
      'TimeoutError',
      'NotReadableError',
      'x',
      undefined,
      '',
      { name: 'N', cause: 5 },
    ];
    for (const name of [...names, null, 5, {}]) {
      for (const Type of [OurDOMException, DOMException]) {
        const [made, real] = [new Type('m', name as string), new DOMException('m', name as string)];
        assert.deepEqual(
          [made.name, made.message, made.code, made.cause, 'cause' in made, String(made), Object.keys(made)],
          [real.name, real.message, real.code, real.cause, 'cause' in real, String(real), Object.keys(real)],
        );
        assert.equal(made.stack?.split('\n')[0], real.stack?.split('\n')[0]);
      }
    }
    assert.ok(new OurDOMException() instanceof Error);
    assert.equal(Object.prototype.toString.call(new OurDOMException()), '[object DOMException]');
    assert.throws(() => OurDOMException.prototype.name, { code: 'ERR_INVALID_THIS' });
  });

  test('legacy constants', () => {
    const constants = (type: object): unknown => Object.entries(type).filter(([key]) => key.endsWith('_ERR'));
    assert.deepEqual(constants(OurDOMException), constants(DOMException));
    assert.equal(Reflect.get(OurDOMException.prototype, 'ABORT_ERR'), 20);
  });
});
