// AssertionError: what every function of assert throws. Inside the context. https://nodejs.org/api/assert.html#class-assertassertionerror
import { comparable, describeDifference, describeFailure } from './assertion-message.ts';
import { customInspect, inspect } from './inspect.ts';
import { defineHidden } from './primordials.ts';
import { validateObject } from './validators.ts';

/** What the constructor takes. */
export interface AssertionErrorOptions {
  message?: unknown;
  actual?: unknown;
  expected?: unknown;
  operator?: string | undefined;
  stackStartFn?: ((...args: never[]) => unknown) | undefined;
  stackStartFunction?: ((...args: never[]) => unknown) | undefined;
  diff?: string | undefined;
  /** Several failures told by one error. */
  details?: readonly Record<string, unknown>[];
}

const NAME_WITH_CODE = 'AssertionError [ERR_ASSERTION]';
const LONG = 512;
const MAX_SHOWN_LINES = 10;

function messageOf(options: AssertionErrorOptions, actual: unknown, expected: unknown): string {
  const { message, operator, diff = 'simple' } = options;
  if (message === undefined || message === null) return describeFailure(actual, expected, operator, diff);
  const shows = operator === 'strictEqual' || operator === 'deepStrictEqual' || operator === 'partialDeepStrictEqual';
  return shows ? describeDifference(actual, expected, operator, String(message), diff) : String(message);
}

export class AssertionError extends Error {
  declare generatedMessage: boolean;
  declare code: string;
  declare actual: unknown;
  declare expected: unknown;
  declare operator: unknown;
  declare diff: unknown;

  constructor(options: AssertionErrorOptions) {
    validateObject(options, 'options');
    const { message, operator, details, stackStartFn, stackStartFunction, diff = 'simple' } = options;
    const isTold = message !== undefined && message !== null;
    const [actual, expected] = isTold
      ? [options.actual, options.expected]
      : comparable(options.actual, options.expected);
    super(messageOf(options, actual, expected));
    this.generatedMessage = !message;
    defineHidden(this, 'name', NAME_WITH_CODE);
    this.code = 'ERR_ASSERTION';
    this.actual = details === undefined ? actual : undefined;
    this.expected = details === undefined ? expected : undefined;
    this.operator = details === undefined ? operator : undefined;
    if (details !== undefined) addDetails(this, details);
    this.diff = diff;
    Error.captureStackTrace(this, stackStartFn ?? stackStartFunction);
    // V8 writes the first line of the stack when it is first read: with the code in the name.
    void this.stack;
    this.name = 'AssertionError';
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  /** Long texts are cut: the message has them already. */
  [customInspect](_depth: number, options: object): string {
    const { actual, expected } = this;
    if (typeof actual === 'string') this.actual = addEllipsis(actual);
    if (typeof expected === 'string') this.expected = addEllipsis(expected);
    const text = inspect(this, { ...options, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

function addDetails(error: object, details: readonly Record<string, unknown>[]): void {
  for (const [index, detail] of details.entries()) {
    const { message, actual, expected, operator, stack } = detail;
    Object.assign(error, {
      [`message ${index}`]: message,
      [`actual ${index}`]: actual,
      [`expected ${index}`]: expected,
      [`operator ${index}`]: operator,
      [`stack trace ${index}`]: stack,
    });
  }
}

function addEllipsis(text: string): string {
  const lines = text.split('\n', MAX_SHOWN_LINES + 1);
  if (lines.length > MAX_SHOWN_LINES) return `${lines.slice(0, MAX_SHOWN_LINES).join('\n')}\n...`;
  // Node drops the beginning of a long text where it means to keep it; programs may compare what they see.
  return text.length > LONG ? `${text.slice(LONG)}...` : text;
}
