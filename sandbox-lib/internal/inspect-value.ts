// How inspect writes any value: primitives, proxies, custom inspect functions, circles, and objects by their shape. Inside the context.
import { customInspect, inspect, optionsForCustom } from './inspect.ts';
import { joinShape } from './inspect-layout.ts';
import { constructorName, fallbackName, prefix, tagOf } from './inspect-names.ts';
import { formatPrimitive } from './inspect-primitives.ts';
import { formatProperty } from './inspect-properties.ts';
import { shapeOf } from './inspect-shapes.ts';
import type { Inspection, Shape } from './inspect-types.ts';
import { type ProxyRecord, proxyRecord, visible } from './proxy-records.ts';
import { isStackOverflow } from './stack-overflow.ts';
import { type Kind, kindOf } from './value-kinds.ts';

/** Characters after which nothing more is entered. */
const BUDGET = 2 ** 27;

/** Writes a value that stands `depth` levels deep. `typed`: below a typed array, whose buffer is not repeated. */
export function formatValue(inspection: Inspection, given: unknown, depth: number, typed = false): string {
  if ((typeof given !== 'object' || given === null) && typeof given !== 'function') {
    return formatPrimitive(inspection, given, inspection.stylize);
  }
  const value = visible(given);
  const proxy = proxyRecord(value);
  if (proxy !== undefined) return formatProxy(inspection, value, proxy, depth, typed);
  return (
    formatCustom(inspection, value, value, depth) ??
    formatCircular(inspection, value) ??
    formatObject(inspection, value, depth, typed)
  );
}

function formatProxy(
  inspection: Inspection,
  value: object,
  proxy: ProxyRecord | null,
  depth: number,
  typed: boolean,
): string {
  if (proxy === null) return inspection.stylize('<Revoked Proxy>', 'special');
  if (inspection.showProxy) return formatProxyPair(inspection, proxy, depth);
  const { target } = proxy;
  const inner = proxyRecord(target);
  if (inner === undefined) {
    const whole = formatCustom(inspection, target, value, depth) ?? formatCircular(inspection, target);
    if (whole !== undefined) return whole;
  }
  const text =
    inner === undefined
      ? formatObject(inspection, target, depth, typed)
      : formatProxy(inspection, target, inner, depth, typed);
  return `${inspection.stylize('Proxy(', 'special')}${text}${inspection.stylize(')', 'special')}`;
}

function formatProxyPair(inspection: Inspection, proxy: ProxyRecord, depth: number): string {
  if (inspection.depth !== null && depth > inspection.depth) return inspection.stylize('Proxy [Array]', 'special');
  inspection.indentation += 2;
  const items = [proxy.target, proxy.handler].map((part) => formatValue(inspection, part, depth + 1));
  inspection.indentation -= 2;
  return joinShape(inspection, items, { base: '', open: 'Proxy [', close: ']', list: true }, depth + 1, undefined);
}

/** What the object's own inspect function says; undefined if it has none. `receiver` is the proxy, if there is one. */
function formatCustom(inspection: Inspection, value: object, receiver: object, depth: number): string | undefined {
  if (!inspection.customInspect) return undefined;
  const custom: unknown = (value as { [customInspect]?: unknown })[customInspect];
  if (typeof custom !== 'function' || custom === inspect) return undefined;
  const maker = (value as { constructor?: { prototype?: unknown } | null }).constructor;
  // The prototype of a class that has an inspect function is no instance of it.
  if (maker?.prototype === value) return undefined;
  const left = inspection.depth === null ? null : inspection.depth - depth;
  const foreign = receiver !== value || !(value instanceof Object);
  const result: unknown = Reflect.apply(custom, receiver, [left, optionsForCustom(inspection, foreign), inspect]);
  if (result === receiver) return undefined;
  if (typeof result !== 'string') return formatValue(inspection, result, depth);
  return result.replaceAll('\n', `\n${' '.repeat(inspection.indentation)}`);
}

function formatCircular(inspection: Inspection, value: object): string | undefined {
  if (!inspection.seen.includes(value)) return undefined;
  inspection.circular ??= new Map();
  let number = inspection.circular.get(value);
  if (number === undefined) {
    number = inspection.circular.size + 1;
    inspection.circular.set(value, number);
  }
  return inspection.stylize(`[Circular *${number}]`, 'special');
}

/** Lists and collections that cannot be iterated any more, for want of their prototype, are shown as plain objects. */
function shownKind(value: object, className: string | null): Kind {
  const kind = kindOf(value);
  const isIterable = className === null || Symbol.iterator in value;
  return isIterable || !/^(?:Array|TypedArray|(?:Map|Set)(?: Iterator)?)$/.test(kind) ? kind : 'Object';
}

function formatObject(inspection: Inspection, value: object, depth: number, typed: boolean): string {
  const tooDeep = inspection.depth !== null && depth > inspection.depth;
  const inherited: string[] | undefined = inspection.showHidden && !tooDeep ? [] : undefined;
  const className = constructorName(inspection, value, depth, inherited);
  const tag = tagOf(inspection, value);
  const kind = typeof value === 'function' ? 'Function' : shownKind(value, className);
  const fallback = className === null && (tag === '' || kind !== 'Object') ? fallbackName(value, kind) : kind;
  const shape = shapeOf(inspection, { value, kind, fallback, className, tag, typed, tooDeep });
  if (shape.empty !== undefined && shape.keys.length === 0 && !inherited?.length) return shape.empty;
  if (tooDeep) return inspection.stylize(nameInBrackets(className, tag, fallback), 'special');

  const next = depth + 1;
  inspection.seen.push(value);
  inspection.currentDepth = next;
  let lines: string[];
  const { indentation } = inspection;
  try {
    lines = shape.items?.(inspection, next) ?? [];
    for (const key of shape.keys) lines.push(formatProperty(inspection, value, next, key, shape.list));
    if (inherited !== undefined) lines.push(...inherited);
  } catch (error) {
    return formatExhausted(inspection, error, nameInBrackets(className, tag, fallback), indentation);
  }
  markCircular(inspection, value, shape);
  inspection.seen.pop();
  sortLines(inspection, lines, shape.list, shape.keys.length);
  const text = joinShape(inspection, lines, shape, next, value);
  const spent = (inspection.budget[inspection.indentation] ?? 0) + text.length;
  inspection.budget[inspection.indentation] = spent;
  if (spent > BUDGET) inspection.depth = -1;
  return text;
}

function nameInBrackets(className: string | null, tag: string, fallback: string): string {
  const name = prefix(className, tag, fallback).slice(0, -1);
  return className === null ? name : `[${name}]`;
}

/** A stack that ran out is told in place; every other error is the script's own, thrown by one of its getters or proxies. */
function formatExhausted(inspection: Inspection, error: unknown, name: string, indentation: number): string {
  if (!isStackOverflow(error)) throw error;
  inspection.seen.pop();
  inspection.indentation = indentation;
  return inspection.stylize(
    `[${name.slice(1, -1)}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`,
    'special',
  );
}

function markCircular(inspection: Inspection, value: object, shape: Shape): void {
  const number = inspection.circular?.get(value);
  if (number === undefined) return;
  const mark = inspection.stylize(`<ref *${number}>`, 'special');
  if (inspection.compact === true) shape.open = `${mark} ${shape.open}`;
  else shape.base = shape.base === '' ? mark : `${mark} ${shape.base}`;
}

function sortLines(inspection: Inspection, lines: string[], list: boolean, properties: number): void {
  const { sorted } = inspection;
  if (!sorted) return;
  const compare = sorted === true ? undefined : sorted;
  if (!list) lines.sort(compare);
  else if (properties > 1) lines.push(...lines.splice(lines.length - properties).sort(compare));
}
