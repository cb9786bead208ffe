// console.table: rows and columns drawn with box characters. Inside the context.
import { type ConsoleState, inspectOptionsFor } from './console.ts';
import { inspect } from './inspect.ts';
import { type Preview, previewOf } from './inspect-items.ts';
import { textWidth } from './text-width.ts';
import { validateArray } from './validators.ts';
import { kindOf } from './value-kinds.ts';

const VALUES = 'Values';
const INDEX = '(index)';
const ITERATION = '(iteration index)';

/** Prints data as a table, or as console.log does where it is no object. */
export function printTable(state: ConsoleState, data: unknown, properties: unknown): void {
  const { self } = state;
  if (data === null || typeof data !== 'object') {
    self.log(data);
    return;
  }
  if (properties !== undefined) validateArray(properties, 'properties');
  const show = (value: unknown) => inspectCell(state, value);
  const columns = iterationColumns(data, show) ?? objectColumns(data, properties as string[] | undefined, show);
  self.log(drawTable(columns));
}

/** Cells may be missing. */
type Columns = readonly (readonly [head: string, cells: readonly (string | undefined)[]])[];

function inspectCell(state: ConsoleState, value: unknown): string {
  const isObject = value !== null && typeof value === 'object';
  const depth = isObject && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, {
    maxArrayLength: 3,
    breakLength: Number.POSITIVE_INFINITY,
    depth,
    ...inspectOptionsFor(state, state.self._stdout),
  });
}

/** Columns of a Map, a Set or one of their iterators; undefined for anything else. */
function iterationColumns(data: object, show: (value: unknown) => string): Columns | undefined {
  const iteration = iterationOf(data);
  if (iteration === undefined) return undefined;
  const { values, pairs } = iteration;
  const index = values.map((_, at) => show(at));
  if (!pairs) {
    return [
      [ITERATION, index],
      [VALUES, values.map(show)],
    ];
  }
  const entries = values as readonly [unknown, unknown][];
  return [
    [ITERATION, index],
    ['Key', entries.map(([key]) => show(key))],
    [VALUES, entries.map(([, value]) => show(value))],
  ];
}

function iterationOf(data: object): Preview | undefined {
  switch (kindOf(data)) {
    case 'Map':
      return { values: [...(data as Map<unknown, unknown>)], pairs: true };
    case 'Set':
      return { values: [...(data as Set<unknown>)], pairs: false };
    case 'Map Iterator':
      return previewOf(data as MapIterator<unknown>);
    case 'Set Iterator': {
      const preview = previewOf(data as SetIterator<unknown>);
      return preview && { values: preview.values, pairs: false };
    }
    default:
      return undefined;
  }
}

function objectColumns(
  data: object,
  properties: readonly string[] | undefined,
  show: (value: unknown) => string,
): Columns {
  // An object on purpose: columns whose names are numbers come first.
  const table: Record<string, string[]> = Object.create(null);
  const values: string[] = [];
  const indexes = Object.keys(data);
  indexes.forEach((index, row) => {
    const item = (data as Record<string, unknown>)[index];
    const isPrimitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
    if (isPrimitive && properties === undefined) values[row] = show(item);
    for (const key of properties ?? (isPrimitive ? [] : Object.keys(item))) {
      table[key] ??= [];
      if (!isPrimitive && Object.hasOwn(item, key)) table[key][row] = show((item as Record<string, unknown>)[key]);
    }
  });
  const columns: Columns = [[INDEX, indexes], ...Object.entries(table)];
  return values.length > 0 ? [...columns, [VALUES, values]] : columns;
}

function drawTable(columns: Columns): string {
  const height = Math.max(...columns.map(([, cells]) => cells.length));
  const widths = columns.map(([head, cells]) => {
    let width = textWidth(head);
    for (const cell of cells) width = Math.max(width, textWidth(cell ?? ''));
    return width + 2;
  });
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const row = (cells: readonly string[]) =>
    `│${cells.map((cell, at) => ` ${cell}${' '.repeat((widths[at] ?? 0) - textWidth(cell) - 1)}`).join('│')}│`;
  const lines = [rule('┌', '┬', '┐'), row(columns.map(([head]) => head)), rule('├', '┼', '┤')];
  for (let at = 0; at < height; at++) lines.push(row(columns.map(([, cells]) => cells[at] ?? '')));
  lines.push(rule('└', '┴', '┘'));
  return lines.join('\n');
}
