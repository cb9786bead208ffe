// util.inherits: prototypes the way of before classes. Inside the context.
import { nodeError } from './errors.ts';
import { ObjectDefineProperty, ObjectSetPrototypeOf } from './primordials.ts';

interface Constructor {
  readonly prototype?: unknown;
}

export function inherits(ctor: unknown, superCtor: unknown): void {
  if (ctor === undefined || ctor === null) throw nodeError('ERR_INVALID_ARG_TYPE', 'ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'superCtor', 'Function', superCtor);
  }
  const { prototype } = superCtor as Constructor;
  if (prototype === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'superCtor.prototype', 'Object', prototype);
  ObjectDefineProperty(ctor, 'super_', { __proto__: null, value: superCtor, writable: true, configurable: true });
  ObjectSetPrototypeOf((ctor as Constructor).prototype as object, prototype as object); // or throws, as in Node
}
