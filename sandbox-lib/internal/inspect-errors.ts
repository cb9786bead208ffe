// How inspect writes an error: its stack, headed by the right name, with frames it shares with its cause left out. Inside the context.
import { prefix } from './inspect-names.ts';
import type { Inspection } from './inspect-types.ts';
import { formatValue } from './inspect-value.ts';

/** Shared frames fewer than this are written out. */
const MIN_OVERLAP = 4;

/** The text of an error, without its properties. Drops from `keys` what the text says already, adds `cause` and `errors`. */
export function formatError(
  inspection: Inspection,
  error: Error,
  className: string | null,
  tag: string,
  keys: PropertyKey[],
): string {
  const name = nameOf(error);
  const raw = stackOf(inspection, error);
  dropTold(inspection, error, raw, keys);
  if (Object.hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  if (Object.hasOwn(error, 'errors') && Array.isArray((error as AggregateError).errors) && !keys.includes('errors'))
    keys.push('errors');
  const stack = isText(error.name)
    ? nameStack(raw, className, name, tag)
    : raw.replace(name, `${name} [${prefix(className, tag, 'Error').slice(0, -1)}]`);
  const { message } = error as { message?: unknown };
  // A message may have lines that look like frames.
  const messageAt = message ? stack.indexOf(`${message}`) : -1;
  const framesAt = stack.indexOf('\n    at', messageAt === -1 ? 0 : messageAt + `${message}`.length);
  const text =
    framesAt === -1
      ? `[${stack}]`
      : stack.slice(0, framesAt) + writeFrames(inspection, error, stack.slice(framesAt + 1));
  return inspection.indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(inspection.indentation)}`);
}

/** A name may be of any type; one that is missing counts as a text. */
function isText(name: unknown): boolean {
  return typeof name === 'string' || name === undefined || name === null;
}

function nameOf(error: Error): string {
  const { name } = error as { name?: unknown };
  return name === undefined || name === null ? 'Error' : String(name);
}

function stackOf(inspection: Inspection, error: Error): string {
  const { stack } = error as { stack?: unknown };
  if (typeof stack === 'string' && stack !== '') return stack;
  const text = Error.prototype.toString.call(error);
  if (!stack) return text;
  inspection.indentation += 4;
  inspection.seen.push(error);
  // Without a depth it is never set on one line.
  const shown = formatValue(inspection, stack, Number.NaN);
  inspection.seen.pop();
  inspection.indentation -= 4;
  return `${text}\n    ${shown}`;
}

function dropTold(inspection: Inspection, error: Error, stack: string, keys: PropertyKey[]): void {
  if (inspection.showHidden) return;
  for (const name of ['name', 'message', 'stack'] as const) {
    const at = keys.indexOf(name);
    const value: unknown = error[name];
    if (at !== -1 && (typeof value !== 'string' || stack.includes(value))) keys.splice(at, 1);
  }
}

/** Puts the class into the first line where the stack has only the inherited name: `Refused [Error]: …`. */
function nameStack(stack: string, className: string | null, name: string, tag: string): string {
  let { length } = name;
  const named = name.endsWith('Error') && stack.startsWith(name) && /^(?:$|[:\n])/.test(stack.slice(length));
  if (className !== null && !named) return stack;
  let fallback = 'Error';
  if (className === null) {
    const found = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    length = found?.[1]?.length ?? 0;
    fallback = found?.[1] ?? fallback;
  }
  const head = prefix(className, tag, fallback).slice(0, -1);
  if (name === head) return stack;
  if (!head.includes(name)) return `${head} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${head}: ${stack}` : head + stack.slice(length);
}

function writeFrames(inspection: Inspection, error: Error, part: string): string {
  const frames = part.split('\n');
  const { cause } = error as { cause?: unknown };
  if (Error.isError(cause)) skipShared(inspection, frames, stackOf(inspection, cause as Error));
  const lines = inspection.colors ? frames.map((frame) => colorFrame(inspection, frame)) : frames;
  return `\n${lines.join('\n')}`;
}

/** Replaces what is in the stack of the cause as well by one line, keeping the first and the last frame of it. */
function skipShared(inspection: Inspection, frames: string[], causeStack: string): void {
  const start = causeStack.indexOf('\n    at');
  if (start === -1) return;
  const others = causeStack.slice(start + 1).split('\n');
  const { length, offset } = longestOverlap(frames, others);
  if (length < MIN_OVERLAP) return;
  const skipped = length - 2;
  frames.splice(
    offset + 1,
    skipped,
    inspection.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'),
  );
}

function longestOverlap(a: readonly string[], b: readonly string[]): { length: number; offset: number } {
  let best = { length: 0, offset: 0 };
  for (let start = 0; start < a.length - MIN_OVERLAP + 1; start++) {
    let from = b.indexOf(a[start] as string); // start < a.length
    while (from !== -1) {
      let length = 1;
      while (start + length < a.length && a[start + length] === b[from + length]) length++;
      if (length > best.length) best = { length, offset: start };
      from = b.indexOf(a[start] as string, from + 1);
    }
  }
  return best;
}

/** Frames of the library step back, names of packages stand out. */
function colorFrame(inspection: Inspection, frame: string): string {
  if (/^ {4}at (?:[^/\\(]+ \(|)node:.+:\d+:\d+(?:\)|$)/.test(frame)) return inspection.stylize(frame, 'undefined');
  return frame.replace(
    /([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)(?=[/\\])/g,
    (_, folder: string, name: string) => folder + inspection.stylize(name, 'module'),
  );
}
