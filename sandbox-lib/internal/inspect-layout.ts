// How inspect lays out the lines of an object: on one line, one below the other, or numbers in columns. Inside the context.
import type { Inspection, Shape } from './inspect-types.ts';
import { stripColors, textWidth } from './text-width.ts';

/** Longer lists are set in columns. */
const UNGROUPED_ITEMS = 6;
/** Space a one-line object must leave beside its entries. */
const ONE_LINE_MARGIN = 10;
const MAX_COLUMNS = 15;
/** How much higher than wide a character is: columns aim at a square. */
const CHARACTER_RATIO = 2.5;

type Frame = Pick<Shape, 'base' | 'open' | 'close' | 'list'>;

function shownLength(inspection: Inspection, line: string): number {
  return inspection.colors ? stripColors(line).length : line.length;
}

/** Puts lines between the braces. `depth` is the level of the lines; `items` the array they belong to. */
export function joinShape(
  inspection: Inspection,
  lines: string[],
  frame: Frame,
  depth: number,
  items: unknown,
): string {
  const { compact } = inspection;
  if (compact === true) return joinCompact(inspection, lines, frame);
  const { base, open, close } = frame;
  const head = base === '' ? open : `${base} ${open}`;
  let shown = lines;
  if (typeof compact === 'number' && compact >= 1) {
    if (frame.list && lines.length > UNGROUPED_ITEMS) shown = setInColumns(inspection, lines, items);
    // An object on one line holds at most `compact` levels, and no list in columns.
    if (inspection.currentDepth - depth < compact && shown === lines) {
      const start = lines.length + inspection.indentation + open.length + base.length + ONE_LINE_MARGIN;
      if (fits(inspection, lines, start, base)) {
        const line = lines.join(', ');
        if (!line.includes('\n')) return `${head} ${line} ${close}`;
      }
    }
  }
  const margin = `\n${' '.repeat(inspection.indentation)}`;
  return `${head}${margin}  ${concatenate(shown, `,${margin}  `)}${margin}${close}`;
}

function joinCompact(inspection: Inspection, lines: string[], frame: Frame): string {
  const { base, open, close } = frame;
  if (fits(inspection, lines, 0, base)) {
    return `${open}${base === '' ? '' : ` ${base}`} ${lines.join(', ')} ${close}`;
  }
  const margin = `\n${' '.repeat(inspection.indentation)}`;
  const first = base === '' && open.length === 1 ? ' ' : `${base === '' ? '' : ` ${base}`}${margin}  `;
  return `${open}${first}${concatenate(lines, `,${margin}  `)} ${close}`;
}

/** What join() does, but piece by piece: V8 then copies nothing, however deep the levels that are put into one another. */
function concatenate(lines: readonly string[], separator: string): string {
  let text = lines[0] ?? '';
  for (let at = 1; at < lines.length; at++) text += separator + lines[at];
  return text;
}

function fits(inspection: Inspection, lines: string[], start: number, base: string): boolean {
  let total = lines.length + start;
  if (total + lines.length > inspection.breakLength) return false;
  for (const line of lines) {
    total += shownLength(inspection, line);
    if (total > inspection.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

/** Sets short items in columns of equal width; answers the same array where that would gain nothing. */
function setInColumns(inspection: Inspection, lines: string[], items: unknown): string[] {
  const hasRest = inspection.maxArrayLength < lines.length; // the last line says how many more there are
  const count = hasRest ? lines.length - 1 : lines.length;
  const lengths: number[] = [];
  let total = 0;
  let longest = 0;
  for (let at = 0; at < count; at++) {
    const length = textWidth(lines[at] as string, inspection.colors); // at < lines.length
    lengths.push(length);
    total += length + 2;
    if (length > longest) longest = length;
  }
  const width = longest + 2;
  const room = inspection.breakLength - inspection.indentation;
  if (width * 3 + inspection.indentation >= inspection.breakLength) return lines;
  if (total / width <= 5 && longest > 6) return lines;
  const bias = Math.max(width - 3 - Math.sqrt(width - total / lines.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(CHARACTER_RATIO * bias * count) / bias),
    Math.floor(room / width),
    Number(inspection.compact) * 4,
    MAX_COLUMNS,
  );
  if (columns <= 1) return lines;
  const rows = padRows(lines, lengths, columns, isNumeric(items, lines.length));
  if (hasRest) rows.push(lines[count] as string); // the rest line, just counted
  return rows;
}

/** Whether all items are numbers: those are set flush right. */
function isNumeric(items: unknown, count: number): boolean {
  if (items === undefined) return true;
  for (let at = 0; at < count; at++) {
    const item = (items as ArrayLike<unknown>)[at];
    if (typeof item !== 'number' && typeof item !== 'bigint') return false;
  }
  return true;
}

function padRows(lines: string[], lengths: number[], columns: number, right: boolean): string[] {
  const widths: number[] = [];
  lengths.forEach((length, at) => {
    const column = at % columns;
    widths[column] = Math.max(widths[column] ?? 0, length + 2);
  });
  const rows: string[] = [];
  for (let start = 0; start < lengths.length; start += columns) {
    const end = Math.min(start + columns, lengths.length);
    let row = '';
    for (let at = start; at < end; at++) {
      const last = at === end - 1;
      const padding = ' '.repeat((widths[at - start] as number) - 2 - (lengths[at] as number)); // both filled above
      const text = `${lines[at]}${last ? '' : ', '}`;
      if (right) row += padding + text;
      else row += last ? text : text + padding;
    }
    rows.push(row);
  }
  return rows;
}
