// The iterators of Headers and FormData: no generators, as Web IDL has it. Inside the context. https://webidl.spec.whatwg.org/#es-default-iterator-object
import { ObjectCreate, ReflectGetPrototypeOf } from '../primordials.ts';

const iteratorPrototype = ReflectGetPrototypeOf(ReflectGetPrototypeOf([][Symbol.iterator]()) as object) as object; // V8 has both
const kSource = Symbol('kSource');

interface PairIterator<T> extends IterableIterator<T, undefined> {
  [kSource]: Iterator<T, undefined>;
}

/** The prototype of the iterators of one class. */
export function pairIteratorPrototype(name: string): object {
  return ObjectCreate(iteratorPrototype, {
    next: {
      __proto__: null,
      value: function next(this: PairIterator<unknown>): IteratorResult<unknown, undefined> {
        const source = this?.[kSource];
        if (source === undefined)
          throw new TypeError(`'next' called on an object that does not implement interface ${name} Iterator.`);
        return source.next();
      },
      writable: true,
      enumerable: true,
      configurable: true,
    },
    [Symbol.toStringTag]: { __proto__: null, value: `${name} Iterator`, configurable: true },
  });
}

export function makePairIterator<T>(prototype: object, source: Iterator<T, undefined>): IterableIterator<T, undefined> {
  return ObjectCreate(prototype, { [kSource]: { __proto__: null, value: source } }) as PairIterator<T>; // by its prototype
}
