// What Web IDL says of every interface: members are enumerable, and the prototype carries the name. Inside the context.
// https://webidl.spec.whatwg.org/#es-interfaces
import { ObjectDefineProperty, ReflectOwnKeys } from './primordials.ts';

/** Makes the class's members enumerable and names its objects. `hidden`: members that the interface does not have. */
export function toInterface(Class: { readonly prototype: object; readonly name: string }, ...hidden: string[]): void {
  for (const key of ReflectOwnKeys(Class.prototype)) {
    if (typeof key !== 'string' || key === 'constructor' || hidden.includes(key)) continue;
    ObjectDefineProperty(Class.prototype, key, { __proto__: null, enumerable: true });
  }
  ObjectDefineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}
