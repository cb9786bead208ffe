// The text of console.log and util.format: directives and joining. On the path of nearly every script, so it reaches inspect only
// for what is neither text nor another primitive. Inside the context.
import { hasBuiltinToString } from './builtin-names.ts';
import { inspect } from './inspect.ts';
import { formatBigInt, formatNumber } from './inspect-primitives.ts';
import type { InspectOptions } from './inspect-types.ts';
import { JSONStringify } from './primordials.ts';

const PERCENT = 37;

/** Off once a script has looked at the defaults of inspect: it may have changed them. */
let hasPlainDefaults = true;

/** Told by inspect when a script touches `inspect.defaultOptions`. */
export function leaveFastPath(): void {
  hasPlainDefaults = false;
}

/** What `util.format(...args)` answers; with options, `util.formatWithOptions(options, ...args)`. */
export function formatArguments(args: readonly unknown[], options?: InspectOptions): string {
  const first = args[0];
  if (typeof first !== 'string') return joinFrom(args, 0, '', options);
  if (args.length === 1) return first;
  return first.includes('%') ? substitute(first, args, options) : joinFrom(args, 1, first, options);
}

function joinFrom(args: readonly unknown[], start: number, head: string, options: InspectOptions | undefined): string {
  let text = head;
  for (let index = start; index < args.length; index++) {
    if (index > 0) text += ' ';
    text += formatOne(args[index], options);
  }
  return text;
}

/** Without options, numbers, booleans, undefined and null look as JavaScript itself writes them (but for -0). */
function formatOne(value: unknown, options: InspectOptions | undefined): string {
  if (typeof value === 'string') return value;
  if (options === undefined && hasPlainDefaults) {
    if (typeof value === 'number') return value === 0 && 1 / value < 0 ? '-0' : `${value}`;
    if (value === null || value === undefined || typeof value === 'boolean') return `${value}`;
  }
  return inspect(value, options);
}

function substitute(template: string, args: readonly unknown[], options: InspectOptions | undefined): string {
  let text = '';
  let used = 0;
  let next = 1;
  for (let at = template.indexOf('%'); at !== -1 && at < template.length - 1; at = template.indexOf('%', at + 2)) {
    let replacement: string | undefined;
    if (template.charCodeAt(at + 1) === PERCENT) replacement = '%';
    else if (next < args.length) {
      replacement = directive(template[at + 1] as string, args[next], options); // at + 1 is inside: checked by the loop
      if (replacement !== undefined) next++;
    }
    if (replacement === undefined) continue;
    text += template.slice(used, at) + replacement;
    used = at + 2;
  }
  return joinFrom(args, next, text + template.slice(used), options);
}

function directive(letter: string, value: unknown, options: InspectOptions | undefined): string | undefined {
  switch (letter) {
    case 's':
      return formatString(value, options);
    case 'd':
      return formatNumeric(value, Number, options);
    case 'i':
      return formatNumeric(value, Number.parseInt, options);
    case 'f':
      return typeof value === 'symbol' ? 'NaN' : formatNumber(Number.parseFloat(value as string), separates(options)); // coerces, as documented
    case 'j':
      return stringify(value);
    case 'O':
      return inspect(value, options);
    case 'o':
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 'c':
      return '';
    default:
      return undefined;
  }
}

function formatString(value: unknown, options: InspectOptions | undefined): string {
  if (typeof value === 'number') return formatNumber(value, separates(options));
  if (typeof value === 'bigint') return formatBigInt(value, separates(options));
  if (typeof value !== 'object' || value === null || !hasBuiltinToString(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function formatNumeric(value: unknown, convert: (text: string) => number, options: InspectOptions | undefined): string {
  if (typeof value === 'bigint') return formatBigInt(value, separates(options));
  if (typeof value === 'symbol') return 'NaN';
  return formatNumber(convert(value as string), separates(options)); // coerces, as documented
}

function separates(options: InspectOptions | undefined): boolean | undefined {
  return options?.numericSeparator ?? (hasPlainDefaults ? false : inspect.defaultOptions.numericSeparator);
}

/** JSON, or '[Circular]' as Node writes for what JSON cannot express; every other failure is the script's own. */
function stringify(value: unknown): string {
  try {
    return String(JSONStringify(value));
  } catch (error) {
    if (isCircularity(error)) return '[Circular]';
    throw error;
  }
}

let circularity: string | undefined;

/** V8's message has the path of the cycle in its further lines: only the first one is compared. */
function isCircularity(error: unknown): boolean {
  if (circularity === undefined) {
    const cycle: Record<string, unknown> = {};
    cycle['a'] = cycle;
    try {
      JSONStringify(cycle);
    } catch (failure) {
      circularity = firstLine(failure);
    }
  }
  return error instanceof TypeError && firstLine(error) === circularity;
}

function firstLine(error: unknown): string | undefined {
  return String((error as Error).message).split('\n', 1)[0];
}
