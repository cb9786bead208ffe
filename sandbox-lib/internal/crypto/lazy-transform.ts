// The base of Hash, Cipheriv and the like: a Transform that becomes one when it is first used as a stream, as in node. Most scripts only
// call update() and digest(), and `stream` costs more than both. Inside the context.
import streamModule from '../../node/stream.ts';
import { defineOwn, ObjectDefineProperty, ObjectSetPrototypeOf, PlainProxy } from '../primordials.ts';
import type { Transform, TransformOptions } from '../streams/types.ts';

export interface LazyTransform extends Transform {
  _options?: TransformOptions | undefined;
}

interface LazyTransformConstructor {
  (this: unknown, options?: unknown): void;
  readonly prototype: LazyTransform;
}

export const LazyTransform = function LazyTransform(this: LazyTransform, options?: TransformOptions): void {
  this._options = options;
} as unknown as LazyTransformConstructor;

// Found here by the constructor's assignment, which else would look on in Transform and instantiate it.
LazyTransform.prototype._options = undefined;
addState('_readableState');
addState('_writableState');

/** Both states are made by the constructor of Transform, which asks for neither. */
function addState(name: '_readableState' | '_writableState'): void {
  ObjectDefineProperty(LazyTransform.prototype, name, {
    __proto__: null,
    get(this: LazyTransform) {
      const options = this._options;
      streamModule.Transform.call(this, options === undefined ? undefined : { ...options });
      this._writableState.decodeStrings = false;
      return this[name];
    },
    set(this: LazyTransform, value: unknown) {
      defineOwn(this, name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

/** Transform.prototype from the first look at it on; before, a stand-in that knows where to find it. */
function link(): object {
  const { prototype } = streamModule.Transform;
  ObjectSetPrototypeOf(LazyTransform.prototype, prototype);
  ObjectSetPrototypeOf(LazyTransform, streamModule.Transform);
  return prototype;
}

ObjectSetPrototypeOf(
  LazyTransform.prototype,
  new PlainProxy(Object.create(null), {
    get: (_target, name, receiver) => Reflect.get(link(), name, receiver),
    set: (_target, name, value, receiver) => Reflect.set(link(), name, value, receiver),
    has: (_target, name) => Reflect.has(link(), name),
    getPrototypeOf: () => link(),
  }),
);
