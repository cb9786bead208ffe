// The words of a failed assertion: what was expected, and how the two values differ, line by line. Inside the context.
import { inspect } from './inspect.ts';
import { DELETED, type Edit, INSERTED, KEPT, myersDiff } from './myers-diff.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

/** Two values no longer than this together are written as `1 !== 2`. */
const SHORT = 12;
const LONG = 512;
/** Lines of a value that is shown whole. */
const MAX_LINES = 50;
/** Equal lines that are written around a difference. */
const CONTEXT = 5;
const TERMINAL_WIDTH = 80;

/** Everything there is of a value, one property per line, in a fixed order. */
function describe(value: unknown): string {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Number.POSITIVE_INFINITY,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

function isObjectOrFunction(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Two errors as they are compared, and shown: without their stacks. Anything else as it is. */
export function comparable(actual: unknown, expected: unknown): [actual: unknown, expected: unknown] {
  const areErrors = Error.isError(actual) && Error.isError(expected);
  return areErrors ? [withoutStack(actual), withoutStack(expected)] : [actual, expected];
}

/** An error without its stack: where two errors come from is no difference between them. */
function withoutStack(error: unknown): unknown {
  if (!Error.isError(error)) return error;
  const source = error as Error & { errors?: unknown };
  const copy = Object.assign(Object.create(Object.getPrototypeOf(source)), source);
  Object.defineProperty(copy, 'message', { __proto__: null, value: source.message });
  if (Object.hasOwn(source, 'cause')) {
    Object.defineProperty(copy, 'cause', { __proto__: null, value: withoutStack(source.cause), configurable: true });
  }
  if (Array.isArray(source.errors)) {
    Object.defineProperty(copy, 'errors', {
      __proto__: null,
      value: source.errors.map(withoutStack),
      configurable: true,
    });
  }
  return copy;
}

/** What the message of an AssertionError says where none was given. */
export function describeFailure(
  actual: unknown,
  expected: unknown,
  operator: string | undefined,
  diff: string,
): string {
  switch (operator) {
    case 'deepStrictEqual':
    case 'strictEqual':
    case 'partialDeepStrictEqual':
      return describeDifference(actual, expected, operator, undefined, diff);
    case 'notDeepStrictEqual':
    case 'notStrictEqual':
      return describeSameness(actual, operator, diff === 'full');
    default:
      return describeLoosely(actual, expected, operator, diff === 'full');
  }
}

function describeSameness(actual: unknown, operator: string, full: boolean): string {
  const sentence =
    SENTENCES[operator === 'notStrictEqual' && isObjectOrFunction(actual) ? `${operator}Object` : operator];
  const lines = describe(actual).split('\n');
  if (lines.length > MAX_LINES && !full) lines.splice(MAX_LINES - 4, lines.length, '...');
  const [first = ''] = lines;
  if (lines.length === 1) return `${sentence}${first.length > 5 ? '\n\n' : ' '}${first}`;
  return `${sentence}\n\n${lines.join('\n')}\n`;
}

function shorten(text: string, length: number, full: boolean): string {
  return text.length > length && !full ? `${text.slice(0, length - 3)}...` : text;
}

function describeLoosely(actual: unknown, expected: unknown, operator: string | undefined, full: boolean): string {
  const one = describe(actual);
  const other = describe(expected);
  const sentence = SENTENCES[`${operator}`];
  if (operator === 'notDeepEqual' && one === other) return shorten(`${sentence}\n\n${one}`, 1024, full);
  const [left, right] = [shorten(one, LONG, full), shorten(other, LONG, full)];
  if (operator === 'deepEqual') return `${sentence}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
  if (operator === 'notDeepEqual') {
    return `${SENTENCES['notDeepEqualUnequal']}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
  }
  return `${left} ${operator} ${right}`;
}

/** The difference under a sentence, or under the message that was given. */
export function describeDifference(
  actual: unknown,
  expected: unknown,
  operator: string,
  message: string | undefined,
  diff: string,
): string {
  const one = describe(actual);
  const other = describe(expected);
  const isByReference =
    operator === 'strictEqual' &&
    isObjectOrFunction(actual) &&
    isObjectOrFunction(expected) &&
    typeof actual === typeof expected;
  let sentence = SENTENCES[isByReference ? 'strictEqualObject' : operator];
  let header = '+ actual - expected';
  let skipped = false;
  let body: string;
  const areLines = one.includes('\n') || other.includes('\n');
  if (!areLines && one !== other && !(isObject(actual) && isObject(expected))) {
    body = describeShortly(actual, one, expected, other);
    if (!body.startsWith('\n')) header = '';
  } else if (!areLines && one !== other) {
    body = `\n+ ${one}\n- ${other}`;
  } else if (one === other && isObject(actual)) {
    header = '';
    sentence = SENTENCES['notIdentical'];
    const lines = one.split('\n');
    skipped = lines.length > MAX_LINES && diff !== 'full';
    body = skipped ? `${lines.slice(0, MAX_LINES).join('\n')}\n...}` : one;
  } else {
    const same = isObject(actual) ? equalButForComma : Object.is;
    const edits = myersDiff(one.split('\n'), other.split('\n'), same, withComma);
    [body, skipped] = writeEdits(edits);
  }
  return `${message ? message : sentence}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${body}\n`;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The last line of a list has no comma: that alone is no difference. */
function equalButForComma(a: string, b: string): boolean {
  return a === b || `${a},` === b || a === `${b},`;
}

function withComma(a: string, b: string): string {
  return a.endsWith(',') ? a : b;
}

function describeShortly(actual: unknown, one: string, expected: unknown, other: string): string {
  const quotes = (typeof actual === 'string' ? 2 : 0) + (typeof expected === 'string' ? 2 : 0);
  if (one.length + other.length - quotes <= SHORT && (actual !== 0 || expected !== 0)) return `${one} !== ${other}`;
  return `\n+ ${one}\n- ${other}${markFirstDifference(actual, one, expected, other)}`;
}

function markFirstDifference(actual: unknown, one: string, expected: unknown, other: string): string {
  if (typeof actual !== 'string' || typeof expected !== 'string' || one.length > TERMINAL_WIDTH) return '';
  let at = 0;
  while (one[at] === other[at]) at++;
  return at > 2 ? `\n${' '.repeat(at + 2)}^` : '';
}

const SIGNS = { [INSERTED]: '+', [KEPT]: ' ', [DELETED]: '-' } as const;

/** Writes the lines that differ, each with some equal lines around it. */
function writeEdits(edits: readonly Edit<string>[]): [text: string, skipped: boolean] {
  let text = '';
  let skipped = false;
  let kept: string[] = [];
  for (const [operation, line] of edits) {
    if (operation === KEPT) {
      if (kept.push(line) <= CONTEXT) text += `  ${line}\n`;
      continue;
    }
    // What was left out since: as few as two lines are not worth it.
    const hidden = kept.slice(CONTEXT);
    if (hidden.length > 2) {
      text += `...\n  ${hidden.at(-1)}\n`;
      skipped = true;
    } else for (const one of hidden) text += `  ${one}\n`;
    kept = [];
    text += `${SIGNS[operation]} ${line}\n`;
  }
  return [`\n${text.trimEnd()}`, skipped];
}
