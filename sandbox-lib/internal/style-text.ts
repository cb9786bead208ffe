// util.styleText and stripVTControlCharacters. Inside the context. https://nodejs.org/api/util.html#utilstyletextformat-text-options
import { nodeError } from './errors.ts';
import { inspect } from './inspect.ts';
import { process } from './process.ts';
import { validateBoolean, validateObject, validateString } from './validators.ts';

export interface StyleOptions {
  readonly validateStream?: boolean;
  readonly stream?: unknown;
}

/** What opens a style, what closes it. */
type Pair = readonly [open: string, close: string];

/** ESC [ … m and its like, and operating system commands up to their end. */
const CONTROL = new RegExp(
  [
    String.raw`[\x1b\x9b][[\]()#;?]*(?:`,
    String.raw`(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\x07|\x1b\\|\x9c))`,
    String.raw`|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]))`,
  ].join(''),
  'g',
);

export function stripVTControlCharacters(str: unknown): string {
  validateString(str, 'str');
  return str.includes('\x1b') || str.includes('\x9b') ? str.replace(CONTROL, '') : str;
}

/** Text in a style, unless the stream it is for shows none. */
export function styleText(format: unknown, text: unknown, options: StyleOptions = {}): string {
  validateString(text, 'text');
  validateObject(options, 'options');
  const { validateStream = true, stream = process.stdout } = options;
  validateBoolean(validateStream, 'options.validateStream');
  const skip = validateStream && !showsColors(options.stream, stream);
  const formats: readonly unknown[] = Array.isArray(format) ? format : [format];
  const pairs = formats.map((one) => findPair(format, one)).filter((pair) => pair !== undefined);
  if (skip) return text;
  let result = text;
  for (const [open, close] of pairs.reverse()) result = open + reopen(result, open, close) + close;
  return result;
}

/** Where the text closes the style itself, the style goes on, except at its end. Bold and dim have one close: it comes first. */
function reopen(text: string, open: string, close: string): string {
  if (!text.includes(close)) return text;
  const end = text.length - close.length;
  return text.replaceAll(close, (_, at: number) => {
    if (at === end) return close;
    return close === '\x1b[22m' ? close + open : open;
  });
}

function findPair(given: unknown, format: unknown): Pair | undefined {
  if (format === 'none') return undefined;
  if (typeof format === 'string' && format.startsWith('#')) return hexPair(format);
  const color = typeof format === 'string' ? inspect.colors[format] : undefined;
  if (color === undefined) {
    const names = Object.getOwnPropertyNames(inspect.colors).map((name) => `'${name}'`);
    const value = Array.isArray(given) ? format : given;
    throw nodeError('ERR_INVALID_ARG_VALUE', 'format', value, `must be one of: ${names.join(', ')}`);
  }
  return [`\x1b[${color[0]}m`, `\x1b[${color[1]}m`];
}

function hexPair(format: string): Pair {
  const digits = /^#(?:([\da-f]{3})|([\da-f]{6}))$/i.exec(format);
  if (digits === null) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'format', format, 'must be a valid hex color (#RGB or #RRGGBB)');
  }
  const long = digits[2] ?? (digits[1] ?? '').replace(/./g, '$&$&');
  const parts = [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
  return [`\x1b[38;2;${parts.join(';')}m`, '\x1b[39m'];
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly getColorDepth?: () => number;
}

/** `given` is checked, the default is not: looking at it would turn the light process.stdout into a whole stream. */
function showsColors(given: unknown, stream: unknown): boolean {
  if (given !== undefined && !isStream(given)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'stream', ['ReadableStream', 'WritableStream', 'Stream'], given);
  }
  const env = process.env as Readonly<Record<string, string | undefined>>; // unless a script replaced it
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force === '' || force === '1' || force === 'true' || force === '2' || force === '3';
  const terminal = stream as Terminal;
  if (!Object.hasOwn(terminal, 'isTTY') || !terminal.isTTY) return false;
  if (env['NO_COLOR'] !== undefined || env['NODE_DISABLE_COLORS'] !== undefined) return false;
  return (terminal.getColorDepth?.() ?? 3) > 2;
}

function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { on, write, pipe, getReader, getWriter } = value as Record<string, unknown>;
  const isNodeStream = typeof on === 'function' && (typeof write === 'function' || typeof pipe === 'function');
  return isNodeStream || typeof getReader === 'function' || typeof getWriter === 'function';
}
