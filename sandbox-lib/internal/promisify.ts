// util.promisify and callbackify. Inside the context. https://nodejs.org/api/util.html#utilpromisifyoriginal
import { nodeError } from './errors.ts';
import { nextTick } from './loop.ts';
import {
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  ReflectGetPrototypeOf,
  ReflectOwnKeys,
} from './primordials.ts';
import { kPromisify as customPromisify, kPromisifyArguments as customPromisifyArgs } from './promisify-symbols.ts';
import { isPromise } from './types.ts';
import { validateFunction } from './validators.ts';
import { emitWarning } from './warning.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

interface Promisifiable extends Method {
  [customPromisify]?: unknown;
  [customPromisifyArgs]?: readonly string[];
}

function markPromisified(fn: Method): Method {
  ObjectDefineProperty(fn, customPromisify, {
    __proto__: null,
    value: fn,
    enumerable: false,
    writable: false,
    configurable: true,
  });
  return fn;
}

function promisifyFunction(original: unknown): Method {
  validateFunction(original, 'original');
  const source = original as Promisifiable; // checked
  const custom = source[customPromisify];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return markPromisified(custom as Method);
  }
  const names = source[customPromisifyArgs];
  function fn(this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, ...values: unknown[]) => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) {
          resolve(Object.fromEntries(names.map((name, at) => [name, values[at]])));
        } else resolve(values[0]);
      };
      const result = Reflect.apply(source, this, [...args, done]);
      if (isPromise(result)) {
        emitWarning(
          'Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning',
          'DEP0174',
        );
      }
    });
  }
  ObjectSetPrototypeOf(fn, ReflectGetPrototypeOf(source));
  markPromisified(fn);
  return ObjectDefineProperties(fn, bareDescriptors(source)) as Method;
}

/** Descriptors that inherit nothing: a script may have put a `get` on Object.prototype. */
function bareDescriptors(source: Method): PropertyDescriptorMap {
  const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(source);
  for (const key of ReflectOwnKeys(descriptors)) ObjectSetPrototypeOf(descriptors[key], null);
  return descriptors;
}

/** util.promisify, with its `custom` symbol. */
export const promisify = Object.assign(
  function promisify(original: unknown): Method {
    return promisifyFunction(original);
  },
  { custom: customPromisify },
);

/** A function that takes a callback, from one that gives a promise. What the callback throws is uncaught. */
export function callbackify(original: unknown): Method {
  validateFunction(original, 'original');
  function callbackified(this: unknown, ...args: unknown[]): void {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const done = (callback as Method).bind(this);
    const promise = Reflect.apply(original as Method, this, args) as Promise<unknown>; // whatever has then()
    promise.then(
      (value) => nextTick(() => done(null, value)),
      (reason) => nextTick(() => done(reason || nodeError('ERR_FALSY_VALUE_REJECTION', reason))),
    );
  }
  const descriptors = bareDescriptors(original as Method);
  // With one more parameter, where the script has not put something else in place of these two.
  if (typeof descriptors['length']?.value === 'number') descriptors['length'].value++;
  if (typeof descriptors['name']?.value === 'string') descriptors['name'].value += 'Callbackified';
  return ObjectDefineProperties(callbackified, descriptors) as Method;
}
