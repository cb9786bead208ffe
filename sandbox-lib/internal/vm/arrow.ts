// The place where a script of node:vm threw, above the stack of the error, as node puts it there. Inside the context.
import type { Source } from './contexts.ts';

/** A text evaluated by the library, and the library's own frames below it. */
const EVAL_FRAMES =
  /at eval \(([^\n]*:\d+:\d+)\)(?:\n\s+at eval \(<anonymous>\))?((?:\n\s+at [^\n]*node:internal\/vm:[^\n]*)*)/;
const LIBRARY_FRAMES = /\n\s+at [^\n]*node:internal\/vm:[^\n]*/g;
const ARROW = /^[^\n]*:\d+\n[^\n]*\n\s*\^+\n/;

/** Whether a stack begins with such a place. */
export function hasArrow(stack: string): boolean {
  return ARROW.test(stack);
}

/** Adds it to what the script threw, unless it was thrown elsewhere. */
export function addArrow(error: unknown, { code, filename, line, column }: Source): void {
  if (typeof error !== 'object' || error === null) return;
  try {
    const { stack } = error as { stack?: unknown };
    if (typeof stack !== 'string' || hasArrow(stack)) return;
    const plain = stack.replace(EVAL_FRAMES, 'at $1').replace(LIBRARY_FRAMES, '');
    const place = placeOf(plain, filename);
    const source = place === undefined ? undefined : code.split('\n')[place.row - 1 - line];
    if (place === undefined || source === undefined) return;
    const at = place.row - 1 === line ? place.column - column : place.column;
    // Node points at the statement that threw, of which the stack has the `new Error` only.
    const before = source.slice(0, at - 1).replace(/\bthrow\s[^;{}]*$/, '');
    (error as { stack: string }).stack =
      `${filename}:${place.row}\n${source}\n${before.replace(/[^\t]/g, ' ')}^\n\n${plain}`;
  } catch {
    // A frozen error, or a getter that throws: it stays as it is.
  }
}

/** The first frame, if it is one of this file. */
function placeOf(stack: string, filename: string): { row: number; column: number } | undefined {
  const start = stack.indexOf('\n    at ');
  if (start < 0) return undefined;
  const end = stack.indexOf('\n', start + 1);
  const frame = stack.slice(start, end < 0 ? undefined : end);
  const name = frame.lastIndexOf(`${filename}:`);
  const match = name < 0 ? null : /^(\d+):(\d+)\)?$/.exec(frame.slice(name + filename.length + 1));
  return match === null ? undefined : { row: Number(match[1]), column: Number(match[2]) };
}
