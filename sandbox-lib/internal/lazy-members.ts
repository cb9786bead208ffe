// Members that are made when a script first touches them, so that a require() pays only for what is used. Inside the context.
import { defineOwn, ObjectDefineProperty } from './primordials.ts';

/** Adds an accessor for each maker; at its first use, or when a script assigns to it, it becomes a plain property as node has it. */
export function addLazyMembers<T extends object>(target: T, makers: Readonly<Record<string, () => unknown>>): T {
  for (const name in makers) {
    // Made once, even if the accessor is asked again: what a script has put in its place is compared with it (leftovers.ts).
    let made: { readonly value: unknown } | undefined;
    ObjectDefineProperty(target, name, {
      __proto__: null,
      get() {
        made ??= { value: makers[name]?.() };
        return defineOwn(target, name, made.value);
      },
      set(value) {
        defineOwn(target, name, value);
      },
      configurable: true,
      enumerable: true,
    });
  }
  return target;
}
