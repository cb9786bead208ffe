// Takes an object apart for inspect: what it is, which braces and keys it shows, what comes before them. Inside the context.
import { formatError } from './inspect-errors.ts';
import {
  arrayItems,
  bufferContents,
  iteratorItems,
  mapItems,
  namespaceItems,
  previewOf,
  setItems,
  typedItems,
  typedLength,
} from './inspect-items.ts';
import { boxedBase, functionBase, prefix } from './inspect-names.ts';
import { formatKnownProperty, shownKeys, shownKeysOfList } from './inspect-properties.ts';
import type { Inspection, Shape } from './inspect-types.ts';
import { isStackOverflow } from './stack-overflow.ts';
import type { Kind } from './value-kinds.ts';

/** What is known of an object before it is taken apart. */
export interface Subject {
  readonly value: object;
  readonly kind: Kind;
  readonly className: string | null;
  readonly tag: string;
  /** Its name where there is no constructor. */
  readonly fallback: string;
  /** Below a typed array: the contents of its buffer are there already. */
  readonly typed: boolean;
  /** Deeper than the options allow to enter. */
  readonly tooDeep: boolean;
}

/** Shape of any object or function that is no proxy. */
export function shapeOf(inspection: Inspection, subject: Subject): Shape {
  const { value, kind, className, tag } = subject;
  const named = (fallback: string, size?: number) =>
    prefix(className, tag, fallback, size === undefined ? '' : `(${size})`);
  switch (kind) {
    case 'Array': {
      const array = value as unknown[];
      const open = className === 'Array' && tag === '' ? '[' : `${named('Array', array.length)}[`;
      return listShape(inspection, array, open, array.length === 0, (...state) => arrayItems(array, ...state));
    }
    case 'TypedArray': {
      const array = value as Uint8Array;
      const length = typedLength(array);
      const open = `${named(subject.fallback, length)}[`;
      const empty = length === 0 && !inspection.showHidden;
      return listShape(inspection, array, open, empty, (...state) => typedItems(array, ...state));
    }
    case 'Set': {
      const { items, size } = setItems(value as Set<unknown>);
      return itemShape(inspection, value, `${named('Set', size)}{`, size === 0, items);
    }
    case 'Map': {
      const { items, size } = mapItems(value as Map<unknown, unknown>);
      return itemShape(inspection, value, `${named('Map', size)}{`, size === 0, items);
    }
    case 'Map Iterator':
    case 'Set Iterator':
      return iteratorShape(inspection, value as Iterator<unknown>, kind, tag);
    case 'Promise':
      return itemShape(inspection, value, `${named(kind)}{`, false, () => [inspection.stylize('<pending>', 'special')]);
    case 'WeakMap':
    case 'WeakSet':
      return itemShape(inspection, value, `${named(kind)}{`, false, unknownItems);
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return bufferShape(inspection, value as ArrayBuffer, `${named(kind)}{`, subject.typed);
    case 'DataView':
      return itemShape(inspection, value, `${named(kind)}{`, false, (state, depth) =>
        ['byteLength', 'byteOffset', 'buffer'].map((name) => formatKnownProperty(state, value, depth, name)),
      );
    case 'Module': {
      const keys = shownKeys(value, inspection.showHidden);
      const items = (state: Inspection, depth: number) => namespaceItems(value, keys, state, depth);
      return { base: '', open: `${named(kind)}{`, close: '}', keys: [], list: false, items, empty: undefined };
    }
    default:
      return plainShape(inspection, subject);
  }
}

type Items = NonNullable<Shape['items']>;

function unknownItems(inspection: Inspection): string[] {
  return [inspection.stylize('<items unknown>', 'special')];
}

function listShape(inspection: Inspection, value: object, open: string, isEmpty: boolean, items: Items): Shape {
  const keys = shownKeysOfList(value, inspection.showHidden);
  return { base: '', open, close: ']', keys, list: true, items, empty: isEmpty ? `${open}]` : undefined };
}

function itemShape(inspection: Inspection, value: object, open: string, isEmpty: boolean, items: Items): Shape {
  const keys = shownKeys(value, inspection.showHidden);
  return { base: '', open, close: '}', keys, list: false, items, empty: isEmpty ? `${open}}` : undefined };
}

function iteratorShape(inspection: Inspection, value: Iterator<unknown>, kind: Kind, tag: string): Shape {
  const preview = previewOf(value);
  const type = kind.slice(0, 3);
  const name = preview?.pairs ? `${type} Entries` : kind;
  const open = tag === kind || tag === '' ? `[${name}] {` : `[${tag}] [${name}] {`;
  const shape = itemShape(
    inspection,
    value,
    open,
    false,
    preview === undefined ? unknownItems : iteratorItems(preview),
  );
  // The preview itself gave it this property.
  if (preview !== undefined && inspection.showHidden) shape.keys = shape.keys.filter((key) => key !== 'next');
  return shape;
}

function bufferShape(inspection: Inspection, value: ArrayBuffer, open: string, typed: boolean): Shape {
  const shape = itemShape(inspection, value, open, false, (state, depth) => [
    ...(typed ? [] : [bufferContents(value, state)]),
    formatKnownProperty(state, value, depth, 'byteLength'),
  ]);
  if (typed) {
    const length = inspection.stylize(`${value.byteLength}`, 'number');
    shape.empty = `${open} [byteLength]: ${length} }`;
  }
  return shape;
}

/** Functions, errors, dates, regular expressions, boxed primitives, arguments, and objects that are none of these. */
function plainShape(inspection: Inspection, subject: Subject): Shape {
  const { value, kind, className, tag } = subject;
  const keys = shownKeys(value, inspection.showHidden);
  const shape: Shape = { base: '', open: '{', close: '}', keys, list: false, items: undefined, empty: undefined };
  const named = (base: string) => {
    const head = prefix(className, tag, kind);
    return head === `${kind} ` ? base : `${head}${base}`;
  };
  switch (kind) {
    case 'Error':
      shape.base = errorBase(inspection, value as Error, className, tag, keys);
      shape.empty = shape.base;
      break;
    case 'Date': {
      const date = value as Date;
      const time = Date.prototype.getTime.call(date);
      shape.base = named(Number.isNaN(time) ? 'Invalid Date' : Date.prototype.toISOString.call(date));
      shape.empty = inspection.stylize(shape.base, 'date');
      break;
    }
    case 'RegExp':
      shape.base = inspection.stylize(named(regExpSource(value as RegExp, className)), 'regexp');
      shape.empty = shape.base;
      if (subject.tooDeep) keys.length = 0;
      break;
    case 'Number':
    case 'String':
    case 'Boolean':
    case 'BigInt':
    case 'Symbol':
      shape.base = boxedBase(inspection, value, kind, className, tag, keys);
      shape.empty = shape.base;
      break;
    case 'Arguments':
      shape.open = className === 'Object' ? '[Arguments] {' : `${prefix(className, tag, kind)}{`;
      shape.empty = `${shape.open}}`;
      break;
    default:
      if (typeof value === 'function') {
        shape.base = functionBase(inspection, value, className, tag);
        shape.empty = inspection.stylize(shape.base, 'special');
      } else if (tag === 'URL' && !subject.tooDeep && 'href' in value) {
        // Only where its own inspect function is not asked.
        shape.base = `${value.href}`;
        shape.empty = shape.base;
      } else {
        if (className !== 'Object' || tag !== '') shape.open = `${prefix(className, tag, subject.fallback)}{`;
        shape.empty = `${shape.open}}`;
      }
  }
  return shape;
}

/** The error's text; of one whose name, message or stack cannot be had, its kind. */
function errorBase(
  inspection: Inspection,
  error: Error,
  className: string | null,
  tag: string,
  keys: PropertyKey[],
): string {
  try {
    return formatError(inspection, error, className, tag, keys);
  } catch (failure) {
    if (isStackOverflow(failure)) throw failure;
    return Object.prototype.toString.call(error);
  }
}

/** The expression as source text, whatever its prototype is. */
function regExpSource(value: RegExp, className: string | null): string {
  return RegExp.prototype.toString.call(className === null ? new RegExp(value) : value);
}
