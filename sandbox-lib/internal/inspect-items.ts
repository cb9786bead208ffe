// What inspect writes before the properties of an object: items of arrays and sets, entries of maps, contents of buffers. Inside the
// context.
import { joinShape } from './inspect-layout.ts';
import { formatBigInt, formatNumber } from './inspect-primitives.ts';
import { formatItem, formatKnownProperty, formatProperty, isIndex } from './inspect-properties.ts';
import type { Inspection } from './inspect-types.ts';
import { formatValue } from './inspect-value.ts';
import { defineHidden, ObjectGetOwnPropertyDescriptor, ObjectKeys, ReflectGetPrototypeOf } from './primordials.ts';

type Items = (inspection: Inspection, depth: number) => string[];

function more(rest: number, unit = 'item'): string {
  return `... ${rest} more ${unit}${rest > 1 ? 's' : ''}`;
}

function shownCount(inspection: Inspection, length: number): number {
  return Math.min(Math.max(0, inspection.maxArrayLength), length);
}

/** Runs with the lines of a collection indented. */
function indented<T>(inspection: Inspection, run: () => T): T {
  inspection.indentation += 2;
  const result = run();
  inspection.indentation -= 2;
  return result;
}

export function arrayItems(array: readonly unknown[], inspection: Inspection, depth: number): string[] {
  const count = shownCount(inspection, array.length);
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    if (!Object.hasOwn(array, index)) return sparseItems(array, inspection, depth, count, lines, index);
    lines.push(formatItem(inspection, array, depth, index));
  }
  if (array.length > count) lines.push(more(array.length - count));
  return lines;
}

/** Goes on where the first hole was met: holes are counted, each run of them is one line. */
function sparseItems(
  array: readonly unknown[],
  inspection: Inspection,
  depth: number,
  count: number,
  lines: string[],
  start: number,
): string[] {
  let index = start;
  const pushHoles = (holes: number) => {
    lines.push(inspection.stylize(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'));
  };
  for (const key of ObjectKeys(array).slice(start)) {
    if (lines.length >= count || !isIndex(key)) break;
    if (`${index}` !== key) {
      pushHoles(Number(key) - index);
      index = Number(key);
      if (lines.length === count) break;
    }
    lines.push(formatItem(inspection, array, depth, key));
    index++;
  }
  const rest = array.length - index;
  if (lines.length !== count) {
    if (rest > 0) pushHoles(rest);
  } else if (rest > 0) lines.push(more(rest));
  return lines;
}

export function typedItems(array: Uint8Array, inspection: Inspection, depth: number): string[] {
  // Read by the built-in itself: an array without prototype has no `length` of its own.
  const length = typedLength(array);
  const count = shownCount(inspection, length);
  const { stylize, numericSeparator } = inspection;
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const element = array[index] as number | bigint; // of whichever type the array has
    lines.push(
      typeof element === 'bigint'
        ? stylize(formatBigInt(element, numericSeparator), 'bigint')
        : stylize(formatNumber(element, numericSeparator), 'number'),
    );
  }
  if (length > count) lines.push(more(length - count));
  if (inspection.showHidden) {
    indented(inspection, () => {
      for (const name of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
        lines.push(formatKnownProperty(inspection, array, depth, name, true));
      }
    });
  }
  return lines;
}

export function setItems(set: Set<unknown>): { size: number; items: Items } {
  const values: unknown[] = [];
  Set.prototype.forEach.call(set, (value) => values.push(value));
  return { size: values.length, items: (inspection, depth) => listItems(values, inspection, depth) };
}

export function mapItems(map: Map<unknown, unknown>): { size: number; items: Items } {
  const entries: [unknown, unknown][] = [];
  Map.prototype.forEach.call(map, (value, key) => entries.push([key, value]));
  const items = (inspection: Inspection, depth: number) =>
    limited(entries, inspection, ([key, value]) => {
      const name = formatValue(inspection, key, depth);
      return `${name} => ${formatValue(inspection, value, depth)}`;
    });
  return { size: entries.length, items };
}

function listItems(values: readonly unknown[], inspection: Inspection, depth: number): string[] {
  return limited(values, inspection, (value) => formatValue(inspection, value, depth));
}

/** As many items as the options allow, and how many there are more. */
function limited<T>(values: readonly T[], inspection: Inspection, write: (value: T) => string): string[] {
  const count = shownCount(inspection, values.length);
  return indented(inspection, () => {
    const lines: string[] = [];
    for (const value of count < values.length ? values.slice(0, count) : values) lines.push(write(value));
    if (values.length > count) lines.push(more(values.length - count));
    return lines;
  });
}

const typedLengthGetter = ObjectGetOwnPropertyDescriptor(
  ReflectGetPrototypeOf(Uint8Array.prototype) as object,
  'length',
);

/** Length of a typed array, whatever its prototype is. */
export function typedLength(array: Uint8Array): number {
  return typedLengthGetter?.get?.call(array) as number; // %TypedArray%.prototype has the getter
}

/** What is left in an iterator of a Map or Set. `pairs`: it gives entries. */
export interface Preview {
  readonly values: readonly unknown[];
  readonly pairs: boolean;
}

const previews = new WeakMap<object, unknown[]>();

/**
 * What is left in an iterator. Nothing but taking it out tells: so it is taken out, and the iterator gets a `next` of its own that
 * gives it once more. Undefined for an iterator that cannot be changed.
 */
export function previewOf(iterator: Iterator<unknown>): Preview | undefined {
  let values = previews.get(iterator);
  if (values === undefined) {
    if (!Object.isExtensible(iterator)) return undefined;
    const taken = drain(iterator);
    values = taken;
    previews.set(iterator, taken);
    const replay = () => (taken.length > 0 ? { value: taken.shift(), done: false } : { value: undefined, done: true });
    defineHidden(iterator, 'next', replay);
  }
  const pairs = values.length > 0 && values.every((value) => Array.isArray(value) && value.length === 2);
  return { values, pairs };
}

function drain(iterator: Iterator<unknown>): unknown[] {
  const values: unknown[] = [];
  try {
    for (let step = iterator.next(); !step.done; step = iterator.next()) values.push(step.value);
  } catch {
    // Made by Object.create(): it inherits from an iterator and is none.
  }
  return values;
}

export function iteratorItems({ values, pairs }: Preview): Items {
  if (!pairs) return (inspection, depth) => listItems(values, inspection, depth);
  return (inspection, depth) =>
    limited(values as readonly [unknown, unknown][], inspection, (pair) => {
      const parts = pair.map((part) => formatValue(inspection, part, depth));
      return joinShape(inspection, parts, { base: '', open: '[', close: ']', list: true }, depth, undefined);
    });
}

export function bufferContents(buffer: ArrayBuffer, inspection: Inspection): string {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(buffer);
  } catch {
    return inspection.stylize('(detached)', 'special');
  }
  const count = shownCount(inspection, bytes.length);
  const hex = Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, '0'));
  const rest = bytes.length > count ? ` ${more(bytes.length - count, 'byte')}` : '';
  return `${inspection.stylize('[Uint8Contents]', 'special')}: <${hex.join(' ')}${rest}>`;
}

/** Bindings of a module, those without a value yet included. */
export function namespaceItems(
  namespace: object,
  keys: readonly PropertyKey[],
  inspection: Inspection,
  depth: number,
): string[] {
  return keys.map((key) => {
    try {
      return formatProperty(inspection, namespace, depth, key, false);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const line = formatProperty(inspection, { [key]: '' }, depth, key, false);
      return line.slice(0, line.lastIndexOf(' ') + 1) + inspection.stylize('<uninitialized>', 'special');
    }
  });
}
