// What inspect knows of proxies. JavaScript cannot tell a proxy from another object, so the global `Proxy` of a context is a
// function of ours that remembers what it makes; a context whose script never mentions Proxy never has it. Inside the context.
import { ObjectDefineProperties } from './primordials.ts';
import { SafeWeakMap } from './safe-collections.ts';

/** Target and handler of a proxy. */
export interface ProxyRecord {
  readonly target: object;
  readonly handler: object;
}

let records: SafeWeakMap<object, ProxyRecord | null> | undefined;

/** Target and handler of a proxy, null of a revoked one, undefined for what is no proxy. */
export function proxyRecord(value: object): ProxyRecord | null | undefined {
  return records?.get(value);
}

/** Views of global objects of other contexts (node:vm), at which code in here cannot look. */
let views: SafeWeakMap<object, object> | undefined;

export function addGlobal(global: object, view: object): void {
  views ??= new SafeWeakMap();
  views.set(global, view);
}

/** What is shown of an object. */
export function visible(value: object): object {
  return views?.get(value) ?? value;
}

/** Makes the global `Proxy` out of V8's own. */
export function createProxyConstructor(Native: ProxyConstructor): ProxyConstructor {
  const known = new SafeWeakMap<object, ProxyRecord | null>();
  records = known;
  function construct<T extends object>(target: T, handler: ProxyHandler<T>): T {
    if (!new.target) throw new TypeError("Constructor Proxy requires 'new'");
    const proxy = new Native(target, handler);
    known.set(proxy, { target, handler });
    return proxy;
  }
  function revocable<T extends object>(target: T, handler: ProxyHandler<T>): { proxy: T; revoke: () => void } {
    const { proxy, revoke } = Native.revocable(target, handler);
    known.set(proxy, { target, handler });
    const revokeKnown = [
      () => {
        known.set(proxy, null);
        revoke();
      },
    ] as const; // without a name, as V8's
    return { proxy, revoke: revokeKnown[0] };
  }
  // Bound, a function has no `prototype` and native source text, like the real one.
  const replacement = construct.bind(undefined);
  ObjectDefineProperties(replacement, {
    name: { __proto__: null, value: 'Proxy' },
    length: { __proto__: null, value: 2 },
    revocable: { __proto__: null, value: revocable, writable: true, configurable: true },
  });
  return replacement as unknown as ProxyConstructor; // a bound function keeps its construct signature, which TypeScript cannot tell
}
