// Where node's own web streams differ from the package's: error codes, Buffers given to BYOB readers, writes after a cancel. Inside the
// context.
import { nodeError, nodeErrorAs } from '../errors.ts';
import { FastBuffer } from '../fast-buffer.ts';
import { ObjectDefineProperty, ReflectApply } from '../primordials.ts';
import { isArrayBuffer, isArrayBufferView } from '../views.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;
type Classes = Readonly<Record<'ReadableStream' | 'BYOBReader' | 'BYOBRequest' | 'TransformController', object>>;

/** Gives a method a beginning of ours; `wrap` calls `inner` when it has seen to its own part. */
function wrapMethod(
  target: object,
  name: string,
  wrap: (inner: Method, self: unknown, args: unknown[]) => unknown,
): void {
  const inner = Reflect.get(target, name) as Method; // the package's classes have it
  const method = {
    [name](this: unknown, ...args: unknown[]): unknown {
      return wrap(inner, this, args);
    },
  }[name];
  ObjectDefineProperty(method as object, 'length', { __proto__: null, value: inner.length, configurable: true });
  ObjectDefineProperty(target, name, { __proto__: null, value: method });
}

function checkView(view: unknown): asserts view is ArrayBufferView {
  if (isArrayBufferView(view)) return;
  throw nodeError('ERR_INVALID_ARG_TYPE', 'view', ['Buffer', 'TypedArray', 'DataView'], view);
}

/** Shared memory never is. */
function isDetached({ buffer }: ArrayBufferView): boolean {
  return isArrayBuffer(buffer) && buffer.detached;
}

export function adjustStreams({ ReadableStream, BYOBReader, BYOBRequest, TransformController }: Classes): void {
  wrapMethod(ReadableStream, 'from', (inner, self, args) => {
    const iterable = args[0] as Partial<AsyncIterable<unknown> & Iterable<unknown>>; // null and undefined throw, as in node
    if (iterable[Symbol.asyncIterator] == null && iterable[Symbol.iterator] == null) {
      throw nodeError('ERR_ARG_NOT_ITERABLE', args[0]);
    }
    return ReflectApply(inner, self, args);
  });
  wrapMethod(BYOBReader, 'read', async (inner, self, [view, ...rest]) => {
    checkView(view);
    if (view.byteLength === 0 || view.buffer.byteLength === 0) {
      throw nodeErrorAs('TypeError', 'ERR_INVALID_STATE', 'View or Viewed ArrayBuffer is zero-length or detached');
    }
    if (!(view instanceof FastBuffer)) return ReflectApply(inner, self, [view, ...rest]);
    // A view of the same class is made by its constructor, which warns for Buffers.
    const plain = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const result = (await ReflectApply(inner, self, [plain, ...rest])) as {
      value: Uint8Array | undefined;
      done: boolean;
    };
    const { value, done } = result;
    if (value === undefined) return result;
    return { value: new FastBuffer(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength), done };
  });
  wrapMethod(BYOBRequest, 'respondWithNewView', (inner, self, args) => {
    const [view] = args;
    checkView(view);
    if (isDetached(view)) throw nodeErrorAs('TypeError', 'ERR_INVALID_STATE', 'Viewed ArrayBuffer is detached');
    try {
      return ReflectApply(inner, self, args);
    } catch (error) {
      if (error instanceof RangeError) throw nodeErrorAs('RangeError', 'ERR_INVALID_ARG_VALUE', 'view', view);
      throw error;
    }
  });
  keepAlgorithm(TransformController);
}

/** The package drops a transformer after a cancel, and calls it once more for a write that was under way. */
function keepAlgorithm(prototype: object): void {
  const kept = Symbol('transformAlgorithm');
  ObjectDefineProperty(prototype, '_transformAlgorithm', {
    __proto__: null,
    get(this: Record<symbol, unknown>) {
      return this[kept];
    },
    set(this: Record<symbol, unknown>, algorithm: unknown) {
      ObjectDefineProperty(this, kept, {
        __proto__: null,
        value: algorithm ?? (() => Promise.resolve()),
        configurable: true,
      });
    },
    configurable: true,
  });
}
