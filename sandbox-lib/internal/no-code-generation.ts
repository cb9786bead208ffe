// Takes eval and the constructors of functions away from the scripts of an engine that says so. isolated-vm always lets V8 make code from
// text; but all ways to that lead over a global or over the `constructor` of a function's prototype. Inside the context, at boot.
import { defineHidden, ObjectDefineProperty, ReflectGetPrototypeOf } from './primordials.ts';

function refuse(): never {
  throw new EvalError('Code generation from strings disallowed for this context');
}

export function forbidCodeGeneration(): void {
  const { eval: substitute } = { eval: (): never => refuse() };
  defineHidden(globalThis, 'eval', substitute);
  const kinds = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (const kind of kinds) replaceConstructor(ReflectGetPrototypeOf(kind) as object); // of a function: never null
  defineHidden(globalThis, 'Function', Function.prototype.constructor);
}

/** A constructor of the same name and prototype that only throws: `instanceof Function` and subclassing go on. */
function replaceConstructor(prototype: object): void {
  const { name } = prototype.constructor;
  function substitute(): never {
    return refuse();
  }
  ObjectDefineProperty(substitute, 'name', { __proto__: null, value: name, configurable: true });
  ObjectDefineProperty(substitute, 'length', { __proto__: null, value: 1, configurable: true });
  ObjectDefineProperty(substitute, 'prototype', { __proto__: null, value: prototype, writable: false });
  defineHidden(prototype, 'constructor', substitute);
}
