// Which properties inspect shows, and how it writes one: `name: value`, `[hidden]: value`, `Symbol(s): [Getter]`. Inside the context.
import { escapeName, formatPrimitive, quote } from './inspect-primitives.ts';
import type { Inspection } from './inspect-types.ts';
import { formatValue } from './inspect-value.ts';
import { ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectKeys } from './primordials.ts';
import { textWidth } from './text-width.ts';

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

/** Own keys to show: the enumerable ones, with showHidden all. */
export function shownKeys(value: object, showHidden: boolean): PropertyKey[] {
  const symbols = Object.getOwnPropertySymbols(value);
  let keys: PropertyKey[];
  if (showHidden) keys = ObjectGetOwnPropertyNames(value);
  else {
    try {
      keys = ObjectKeys(value);
    } catch {
      // A module namespace with bindings that are not initialised yet.
      keys = ObjectGetOwnPropertyNames(value);
    }
  }
  if (symbols.length === 0) return keys;
  const isEnumerable = Object.prototype.propertyIsEnumerable;
  return keys.concat(showHidden ? symbols : symbols.filter((symbol) => isEnumerable.call(value, symbol)));
}

const LARGEST_INDEX = 2 ** 32 - 2;

/** Whether an array writes this property among its items. */
export function isIndex(key: PropertyKey): boolean {
  if (typeof key !== 'string' || key.length > 10) return false;
  const code = key.charCodeAt(0);
  if (code < 48 || code > 57) return false;
  const index = +key;
  return index <= LARGEST_INDEX && `${index}` === key;
}

/** The keys to show of an array or typed array, without its indices. Those come first, in every engine. */
export function shownKeysOfList(value: object, showHidden: boolean): PropertyKey[] {
  const keys = shownKeys(value, showHidden);
  const first = keys.findIndex((key) => !isIndex(key));
  return first === -1 ? [] : keys.slice(first);
}

/**
 * Writes a property. `inList`: of an array, where values stand without name if they are items. `original`: the receiver of a getter that
 * stands on a prototype.
 */
export function formatProperty(
  inspection: Inspection,
  value: object,
  depth: number,
  key: PropertyKey,
  inList: boolean,
  given?: PropertyDescriptor,
  original: object = value,
): string {
  const descriptor = given ??
    ObjectGetOwnPropertyDescriptor(value, key) ?? {
      value: (value as Record<PropertyKey, unknown>)[key],
      enumerable: true,
    };
  const wide = inspection.compact === true && !inList;
  let separator = ' ';
  let text: string;
  if (descriptor.value !== undefined) {
    const step = wide ? 3 : 2;
    inspection.indentation += step;
    text = formatValue(inspection, descriptor.value, depth);
    if (wide && inspection.breakLength < textWidth(text, inspection.colors)) {
      separator = `\n${' '.repeat(inspection.indentation)}`;
    }
    inspection.indentation -= step;
  } else if (descriptor.get !== undefined) {
    text = formatGetter(inspection, descriptor.get, descriptor.set !== undefined, original, depth);
  } else {
    text =
      descriptor.set !== undefined
        ? inspection.stylize('[Setter]', 'special')
        : inspection.stylize('undefined', 'undefined');
  }
  return `${formatKey(inspection, key, descriptor.enumerable !== false)}:${separator}${text}`;
}

/** Writes an item of an array: its value alone. */
export function formatItem(inspection: Inspection, value: object, depth: number, index: number | string): string {
  const descriptor = ObjectGetOwnPropertyDescriptor(value, index) ?? {
    value: (value as Record<PropertyKey, unknown>)[index],
  };
  if (descriptor.value !== undefined) {
    inspection.indentation += 2;
    const text = formatValue(inspection, descriptor.value, depth);
    inspection.indentation -= 2;
    return text;
  }
  if (descriptor.get !== undefined) {
    return formatGetter(inspection, descriptor.get, descriptor.set !== undefined, value, depth);
  }
  if (descriptor.set !== undefined) return inspection.stylize('[Setter]', 'special');
  return inspection.stylize('undefined', 'undefined');
}

/** Writes a property every object of this kind has from its prototype: `[byteLength]: 4`. */
export function formatKnownProperty(
  inspection: Inspection,
  value: object,
  depth: number,
  name: string,
  typed = false,
): string {
  let known: unknown;
  try {
    known = (value as Record<string, unknown>)[name];
  } catch {
    // A view of a buffer that was taken away.
    known = name === 'byteLength' ? 0 : undefined;
  }
  inspection.indentation += 2;
  const text = formatValue(inspection, known, depth, typed);
  inspection.indentation -= 2;
  return `${inspection.stylize(`[${name}]`, 'string')}: ${text}`;
}

function formatKey(inspection: Inspection, key: PropertyKey, enumerable: boolean): string {
  if (typeof key === 'symbol') {
    const text = inspection.stylize(escapeName(Symbol.prototype.toString.call(key)), 'symbol');
    return enumerable ? text : `[${text}]`;
  }
  const name = String(key);
  const text = PLAIN_NAME.test(name) ? inspection.stylize(name, 'name') : inspection.stylize(quote(name), 'string');
  if (name === '__proto__') return enumerable ? "['__proto__']" : "[['__proto__']]";
  return enumerable ? text : `[${text}]`;
}

function formatGetter(
  inspection: Inspection,
  get: () => unknown,
  hasSetter: boolean,
  receiver: object,
  depth: number,
): string {
  const { stylize, getters } = inspection;
  const label = hasSetter ? 'Getter/Setter' : 'Getter';
  if (!getters || (getters === 'get' && hasSetter) || (getters === 'set' && !hasSetter)) {
    return stylize(`[${label}]`, 'special');
  }
  const framed = (text: string) => `${stylize(`[${label}:`, 'special')} ${text}${stylize(']', 'special')}`;
  inspection.indentation += 2;
  let text: string;
  try {
    const result: unknown = Reflect.apply(get, receiver, []);
    text =
      (result !== null && typeof result === 'object') || typeof result === 'function'
        ? `${stylize(`[${label}]`, 'special')} ${formatValue(inspection, result, depth)}`
        : framed(formatPrimitive(inspection, result, stylize));
  } catch (error) {
    text = framed(`<Inspection threw (${formatValue(inspection, error, depth)})>`);
  }
  inspection.indentation -= 2;
  return text;
}
