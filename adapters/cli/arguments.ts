// Reads command-line arguments against a table of known options: names, values that are there, numbers that are numbers.
import { parseArgs } from 'node:util';
import { CgiError } from '../../engine/index.ts';

/** The options a command knows. */
export type KnownOptions = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean; readonly short?: string }>
>;

/** What was given: a flag has the value 'true', an option given twice has two values. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Takes the arguments apart. Throws BAD_OPTION for a name that is not known and for a value that is missing or one too many. */
export function readArguments(args: readonly string[], known: KnownOptions): Arguments {
  const positionals: string[] = [];
  const values = new Map<string, readonly string[]>();
  const { tokens } = parseArgs({ args: [...args], options: known, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) {
      const names = Object.keys(known).map((name) => `--${name}`);
      throw badArgument(`unknown option "${token.rawName}"${didYouMean(token.rawName, names)}`);
    }
    if (option.type === 'boolean' && token.value !== undefined) throw badArgument(`${token.rawName} takes no value`);
    // "--port --host x": the second name is no value. Whoever means one writes --data=-x.
    if (option.type === 'string' && (token.value === undefined || (!token.inlineValue && /^-./.test(token.value)))) {
      throw badArgument(`${token.rawName} needs a value`);
    }
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? 'true']);
  }
  return { positionals, values };
}

/** The last value that was given. */
export function textOf({ values }: Arguments, name: string): string | undefined {
  return values.get(name)?.at(-1);
}

/** One of a few words. */
export function choiceOf<T extends string>(given: Arguments, name: string, choices: readonly T[]): T | undefined {
  const value = textOf(given, name);
  const choice = choices.find((candidate) => candidate === value);
  if (value === undefined || choice !== undefined) return choice;
  throw badArgument(`--${name} must be one of ${choices.join(', ')}, not "${value}"`);
}

/** A whole number within bounds. */
export function wholeOf(given: Arguments, name: string, from: number, to?: number): number | undefined {
  const value = textOf(given, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= from && number <= (to ?? Number.MAX_SAFE_INTEGER)) return number;
  const range = to === undefined ? `of at least ${from}` : `from ${from} to ${to}`;
  throw badArgument(`--${name} must be a whole number ${range}, not "${value}"`);
}

/** Seconds with or without a fraction, as whole milliseconds. */
export function millisecondsOf(given: Arguments, name: string): number | undefined {
  const value = textOf(given, name);
  if (value === undefined) return undefined;
  const ms = Math.round(Number(value) * 1000);
  // Timers hold 31 bits: 24 days.
  if (/^\d*\.?\d+$/.test(value) && ms >= 1 && ms < 2 ** 31) return ms;
  throw badArgument(`--${name} must be a number of seconds above 0, not "${value}"`);
}

/** The name that was meant, if one is near: two slips at most, and fewer than half of its letters. */
export function didYouMean(given: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, slips: slipsBetween(given, name) }))
    .filter(({ name, slips }) => slips <= 2 && slips * 2 < name.replace(/^-+/, '').length)
    .sort((a, b) => a.slips - b.slips);
  return nearest === undefined ? '' : `, did you mean "${nearest.name}"?`;
}

/** Letters left out, put in, changed, or swapped with the next one (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      row[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) row[j] = Math.min(at(i, j), at(i - 2, j - 2) + 1);
    }
  }
  return at(one.length, other.length);
}

/** The error for a command line that cannot be understood. */
export function badArgument(sentence: string): CgiError {
  return new CgiError('BAD_OPTION', `Cannot read the command line: ${sentence}`);
}
