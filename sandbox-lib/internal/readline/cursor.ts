// The escape sequences that move a terminal's cursor: for scripts that print them into logs or downloads. Inside the context.
// https://nodejs.org/api/readline.html#readlinecursortostream-x-y-callback
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateFunction } from '../validators.ts';

interface Target {
  write(text: string, callback?: (error?: Error | null) => void): boolean;
}
type Callback = (error?: Error | null) => void;

export const CLEAR_TO_END = '\x1b[0J';

/** Left of the cursor for -1, right for 1, all of the line for 0. */
export function clearLineCode(direction: number): string {
  return direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K';
}

export function cursorToCode(x: number, y?: number): string {
  return y === undefined ? `\x1b[${x + 1}G` : `\x1b[${y + 1};${x + 1}H`;
}

export function moveCursorCode(dx: number, dy: number): string {
  const across = dx < 0 ? `\x1b[${-dx}D` : dx > 0 ? `\x1b[${dx}C` : '';
  const down = dy < 0 ? `\x1b[${-dy}A` : dy > 0 ? `\x1b[${dy}B` : '';
  return across + down;
}

function send(stream: Target | null | undefined, text: string, callback: Callback | undefined): boolean {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream !== null && stream !== undefined && text !== '') return stream.write(text, callback);
  if (typeof callback === 'function') nextTick(() => callback(null));
  return true;
}

export function cursorTo(
  stream: Target | null | undefined,
  x: number,
  y?: number | Callback,
  callback?: Callback,
): boolean {
  const done = typeof y === 'function' ? y : callback;
  const row = typeof y === 'function' ? undefined : y;
  if (done !== undefined) validateFunction(done, 'callback');
  if (Number.isNaN(x)) throw nodeError('ERR_INVALID_ARG_VALUE', 'x', x);
  if (Number.isNaN(row)) throw nodeError('ERR_INVALID_ARG_VALUE', 'y', row);
  if (stream === null || stream === undefined || (typeof x !== 'number' && typeof row !== 'number')) {
    return send(null, '', done);
  }
  if (typeof x !== 'number') throw nodeError('ERR_INVALID_CURSOR_POS');
  return send(stream, cursorToCode(x, typeof row === 'number' ? row : undefined), done);
}

export function moveCursor(stream: Target | null | undefined, dx: number, dy: number, callback?: Callback): boolean {
  return send(stream, moveCursorCode(dx, dy), callback);
}

export function clearLine(stream: Target | null | undefined, direction: number, callback?: Callback): boolean {
  return send(stream, clearLineCode(direction), callback);
}

export function clearScreenDown(stream: Target | null | undefined, callback?: Callback): boolean {
  return send(stream, CLEAR_TO_END, callback);
}
