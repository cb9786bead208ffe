// process.env: an object whose values are always text, as in node. Inside the context.
import { codedError } from './errors.ts';
import { host, isTraced } from './host.ts';
import { defineOwn, ObjectGetOwnPropertyDescriptor, PlainProxy } from './primordials.ts';
import { isSwitchedOn } from './start-switches.ts';
import { emitWarning } from './warning.ts';

let warned = false;

/** Makes process.env from 'NAME\0value\0NAME\0value'. Names are own properties whatever they are called, `__proto__` too. */
export function createEnvironment(text: string): Record<string, string> {
  const store = {} as Record<string, string>;
  if (text !== '') {
    const parts = text.split('\0');
    for (let i = 0; i + 1 < parts.length; i += 2) defineOwn(store, parts[i] as string, parts[i + 1] as string);
  }
  return new PlainProxy(store, {
    ...(isTraced() && TRACES),
    set(target, name, value) {
      if (typeof name === 'symbol' || typeof value === 'symbol') {
        throw new TypeError('Cannot convert a Symbol value to a string');
      }
      if (!warned && isSwitchedOn('NODE_PENDING_DEPRECATION')) warnOfValue(value);
      defineOwn(target, name, `${value as string}`);
      return true;
    },
    defineProperty(target, name, descriptor) {
      if ('get' in descriptor || 'set' in descriptor) {
        throw refuseProperty("'process.env' does not accept an accessor(getter/setter) descriptor");
      }
      if (!descriptor.configurable || !descriptor.enumerable || !descriptor.writable) {
        throw refuseProperty("'process.env' only accepts a configurable, writable, and enumerable data descriptor");
      }
      if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
      defineOwn(target, name, `${descriptor.value as string}`);
      return true;
    },
  });
}

/** Tells the host each name that is asked for; who lists them all has asked for all. */
const TRACES: ProxyHandler<Record<string, string>> = {
  get(target, name) {
    tell(target, name);
    return target[name as string];
  },
  has(target, name) {
    tell(target, name);
    return name in target;
  },
  getOwnPropertyDescriptor(target, name) {
    tell(target, name);
    return ObjectGetOwnPropertyDescriptor(target, name);
  },
};

/** What every object has is no variable, nor is what V8 asks for on its own. */
function tell(store: object, name: string | symbol): void {
  if (typeof name !== 'string' || name === 'toJSON' || name === 'then') return;
  const isOwn = ObjectGetOwnPropertyDescriptor(store, name) !== undefined;
  if (isOwn || !(name in store)) host('touch', 'env', name);
}

function warnOfValue(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return;
  warned = true;
  const message =
    'Assigning any value other than a string, number, or boolean to a process.env property is deprecated. Please make sure to ' +
    'convert the value to a string before setting process.env with it.';
  emitWarning(message, 'DeprecationWarning', 'DEP0104');
}

function refuseProperty(message: string): Error {
  return codedError('TypeError', 'ERR_INVALID_OBJECT_DEFINE_PROPERTY', message);
}
