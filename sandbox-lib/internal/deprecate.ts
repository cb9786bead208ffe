// util.deprecate: a function that warns once, then does what it did. Inside the context.
import { ObjectDefineProperty, ObjectSetPrototypeOf } from './primordials.ts';
import { process } from './process.ts';
import { validateString } from './validators.ts';
import { emitWarning } from './warning.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const warnedCodes = new Set<string>();

/** `code`: warned of once per run, whichever function it comes from. */
export function deprecate(
  fn: unknown,
  msg: string,
  code?: string,
  { modifyPrototype = true }: { modifyPrototype?: boolean } = {},
): unknown {
  if (code !== undefined) validateString(code, 'code');
  if ((process as { noDeprecation?: unknown }).noDeprecation === true) return fn;
  const original = fn as Method;
  let warned = false;
  function deprecated(this: unknown, ...args: unknown[]): unknown {
    if (!warned) {
      warned = true;
      warnOfDeprecation(msg, code);
    }
    return new.target ? Reflect.construct(original, args, new.target) : Reflect.apply(original, this, args);
  }
  if (modifyPrototype) {
    ObjectSetPrototypeOf(deprecated, original);
    if (original.prototype) deprecated.prototype = original.prototype;
  }
  ObjectDefineProperty(deprecated, 'length', { __proto__: null, value: original?.length, configurable: true });
  return deprecated;
}

/** Warns once per run and code. */
export function warnOfDeprecation(message: string, code: string | undefined): void {
  if (code === undefined) emitWarning(message, 'DeprecationWarning');
  else if (!warnedCodes.has(code)) {
    warnedCodes.add(code);
    emitWarning(message, 'DeprecationWarning', code);
  }
}
