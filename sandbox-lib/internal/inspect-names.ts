// How inspect names an object: its constructor, its tag, and the words for functions, classes and boxed primitives. Inside the context.
import { isBuiltinName } from './builtin-names.ts';
import { engineName } from './engine-name.ts';
import { inspect } from './inspect.ts';
import { formatPrimitive } from './inspect-primitives.ts';
import { formatProperty } from './inspect-properties.ts';
import type { Inspection } from './inspect-types.ts';
import { formatValue } from './inspect-value.ts';
import { ObjectGetOwnPropertyDescriptor, ReflectGetPrototypeOf, ReflectOwnKeys } from './primordials.ts';
import { isAsyncFunction, isGeneratorFunction } from './types.ts';
import type { Kind } from './value-kinds.ts';

/** Levels of the prototype chain whose properties showHidden lists. */
const LISTED_PROTOTYPES = 3;

function isInstance(value: object, maker: unknown): boolean {
  try {
    return value instanceof (maker as new () => unknown); // whatever is no constructor throws
  } catch {
    return false;
  }
}

/** Name of the constructor this object says it has, where it really is an instance of it. */
function ownConstructorName(value: object, holder: object): string {
  const maker: unknown = ObjectGetOwnPropertyDescriptor(holder, 'constructor')?.value;
  if (typeof maker !== 'function' || maker.name === '' || !isInstance(value, maker)) return '';
  return String(maker.name);
}

/** Nearly every object has one of these, and it counts even where a script has hidden its constructor. */
function wellKnown(prototype: object): string | undefined {
  if (prototype === Object.prototype) return 'Object';
  if (prototype === Array.prototype) return 'Array';
  if (prototype === Error.prototype) return 'Error';
  return prototype === Function.prototype ? 'Function' : undefined;
}

/**
 * Name of the nearest constructor on the prototype chain; null for an object without prototype. `inherited`, if given, receives
 * the lines of what prototypes of the script's own hold (showHidden).
 */
export function constructorName(
  inspection: Inspection,
  value: object,
  depth: number,
  inherited?: string[],
): string | null {
  const first = ReflectGetPrototypeOf(value);
  if (first !== null && inherited === undefined && !Object.hasOwn(value, 'constructor')) {
    const known = wellKnown(first);
    if (known !== undefined) return known;
  }
  for (let holder: object | null = value; holder !== null; holder = ReflectGetPrototypeOf(holder)) {
    const name = ownConstructorName(value, holder);
    if (name === '') continue;
    if (inherited !== undefined && (holder !== first || !isBuiltinName(name))) {
      listInherited(inspection, value, first ?? value, depth, inherited);
    }
    return name;
  }
  if (first === null) return null;
  const name = typeof value === 'function' ? 'Function' : engineName(value);
  if (inspection.depth !== null && depth > inspection.depth) return `${name} <Complex prototype>`;
  const parent = constructorName(inspection, first, depth + 1, inherited);
  if (parent !== null) return `${name} <${parent}>`;
  return `${name} <${inspect(first, { ...inspection, customInspect: false, depth: -1 })}>`;
}

/** What to call an object that has no constructor to name it. */
export function fallbackName(value: object, kind: Kind): string {
  return kind === 'Object' || kind === 'TypedArray' || kind.includes(' ') ? engineName(value) : kind;
}

/** Adds what the prototypes define, functions aside, up to the first built-in one. */
function listInherited(inspection: Inspection, main: object, start: object, depth: number, lines: string[]): void {
  const hidden = new Set<PropertyKey>();
  let keys: PropertyKey[] = [];
  let holder: object | null = start;
  for (let level = 0; level < LISTED_PROTOTYPES; level++) {
    if (level > 0 || main === holder) {
      holder = ReflectGetPrototypeOf(holder);
      if (holder === null) return;
      const maker: unknown = ObjectGetOwnPropertyDescriptor(holder, 'constructor')?.value;
      if (typeof maker === 'function' && isBuiltinName(maker.name)) return;
    }
    for (const key of keys) hidden.add(key);
    keys = ReflectOwnKeys(holder);
    inspection.seen.push(main);
    for (const key of keys) {
      if (key === 'constructor' || Object.hasOwn(main, key) || hidden.has(key)) continue;
      const descriptor = ObjectGetOwnPropertyDescriptor(holder, key);
      if (descriptor === undefined || typeof descriptor.value === 'function') continue;
      const line = formatProperty(inspection, holder, depth, key, false, descriptor, main);
      lines.push(inspection.colors ? `\x1b[2m${line}\x1b[22m` : line);
    }
    inspection.seen.pop();
  }
}

/** The object's Symbol.toStringTag; '' where it has none, or none that can be had. */
function rawTag(value: object): string {
  try {
    const tag: unknown = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
    return typeof tag === 'string' ? tag : '';
  } catch {
    return '';
  }
}

/** The object's Symbol.toStringTag, where it says something that the listed properties do not. */
export function tagOf(inspection: Inspection, value: object): string {
  const tag = rawTag(value);
  if (tag === '') return '';
  const own = ObjectGetOwnPropertyDescriptor(value, Symbol.toStringTag);
  return own !== undefined && (inspection.showHidden || own.enumerable) ? '' : tag;
}

/**
 * `Foo(2) [tag] `, or `[Fallback(2): null prototype] [tag] ` for an object without prototype. A tag that is the constructor's name
 * in full, as Intl has them, takes its place.
 */
export function prefix(className: string | null, tag: string, fallback: string, size = ''): string {
  if (className !== null && tag.endsWith(`.${className}`) && tag.length > className.length + 1) return `${tag}${size} `;
  const head = className === null ? `[${fallback}${size}: null prototype] ` : `${className}${size} `;
  return tag !== '' && tag !== (className ?? fallback) ? `${head}[${tag}] ` : head;
}

/** A class's source begins with the word, and what follows it is not the parameter list of a method called `class`. */
const CLASS_SOURCE = /^class(?:\{|(?:\s|\/\*[\s\S]*?\*\/|\/\/.*\n)+[^\s(/*])/;

/** `[Function: f]`, `[class A extends B]`. */
export function functionBase(
  inspection: Inspection,
  value: { readonly name: unknown },
  className: string | null,
  tag: string,
): string {
  const source = Function.prototype.toString.call(value);
  if (CLASS_SOURCE.test(source) && source.endsWith('}')) return classBase(value, className, tag);
  const type = `${isAsyncFunction(value) ? 'Async' : ''}${isGeneratorFunction(value) ? 'Generator' : ''}Function`;
  const { name } = value;
  let base = `[${type}${className === null ? ' (null prototype)' : ''}`;
  if (name === '') base += ' (anonymous)]';
  else base += `: ${typeof name === 'string' ? name : formatValue(inspection, name, Number.NaN)}]`;
  if (className !== null && className !== type) base += ` ${className}`;
  return tag !== '' && tag !== className ? `${base} [${tag}]` : base;
}

function classBase(value: { readonly name: unknown }, className: string | null, tag: string): string {
  const name = Object.hasOwn(value, 'name') && value.name ? `${value.name}` : '(anonymous)';
  let base = `class ${name}`;
  if (className !== null && className !== 'Function') base += ` [${className}]`;
  if (tag !== '' && tag !== className) base += ` [${tag}]`;
  if (className === null) return `[${base} extends [null prototype]]`;
  const parent = ReflectGetPrototypeOf(value) as { readonly name?: unknown } | null; // not null, or there were no constructor's name
  return parent?.name ? `[${base} extends ${parent.name}]` : `[${base}]`;
}

/** `[Number: 5]`, `[String (Text): 'abc'] [tag]`. Drops the keys of a string's characters. */
export function boxedBase(
  inspection: Inspection,
  value: object,
  kind: Kind,
  className: string | null,
  tag: string,
  keys: PropertyKey[],
): string {
  const primitive = unbox(value, kind);
  if (typeof primitive === 'string') keys.splice(0, primitive.length);
  let base = `[${kind}`;
  if (kind !== className) base += className === null ? ' (null prototype)' : ` (${className})`;
  base += `: ${formatPrimitive(inspection, primitive, (text) => text)}]`;
  if (tag !== '' && tag !== className) base += ` [${tag}]`;
  // What has properties is written plainly.
  if (keys.length > 0) return base;
  return inspection.stylize(base, kind.toLowerCase() as 'number' | 'string' | 'boolean' | 'bigint' | 'symbol');
}

function unbox(value: object, kind: Kind): unknown {
  if (kind === 'Number') return Number.prototype.valueOf.call(value);
  if (kind === 'String') return String.prototype.valueOf.call(value);
  if (kind === 'Boolean') return Boolean.prototype.valueOf.call(value);
  if (kind === 'BigInt') return BigInt.prototype.valueOf.call(value);
  return Symbol.prototype.valueOf.call(value);
}
