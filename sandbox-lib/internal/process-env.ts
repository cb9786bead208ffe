// process.env: an object whose values are always text, as in node. Inside the context.
import { codedError } from './errors.ts';
import { ObjectDefineProperty, PlainProxy } from './primordials.ts';

/** Makes process.env from 'NAME\0value\0NAME\0value'. Names are own properties whatever they are called, `__proto__` too. */
export function createEnvironment(text: string): Record<string, string> {
  const store = {} as Record<string, string>;
  if (text !== '') {
    const parts = text.split('\0');
    for (let i = 0; i + 1 < parts.length; i += 2) put(store, parts[i] as string, parts[i + 1] as string);
  }
  return new PlainProxy(store, {
    set(target, name, value) {
      if (typeof name === 'symbol' || typeof value === 'symbol') {
        throw new TypeError('Cannot convert a Symbol value to a string');
      }
      put(target, name, `${value as string}`);
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
      put(target, name, `${descriptor.value as string}`);
      return true;
    },
  });
}

function put(store: Record<string, string>, name: string, value: string): void {
  ObjectDefineProperty(store, name, { value, writable: true, configurable: true, enumerable: true });
}

function refuseProperty(message: string): Error {
  return codedError('TypeError', 'ERR_INVALID_OBJECT_DEFINE_PROPERTY', message);
}
