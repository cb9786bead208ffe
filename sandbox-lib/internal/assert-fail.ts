// How an assertion fails: with the error or in the words it was given, or in its own. Inside the context.
import { AssertionError, type AssertionErrorOptions } from './assertion-error.ts';
import { nodeError } from './errors.ts';
import { formatArguments } from './format.ts';

export type Method = (...args: never[]) => unknown;

/** The last arguments of an assertion: a text with what fills its places, an error, or a function that makes a text. */
export type Message = readonly unknown[];

/** What fails, and how. */
export interface Failure extends Omit<AssertionErrorOptions, 'message'> {
  readonly stackStartFn: Method;
}

/** The error of a failed assertion; an error that was given as the message is thrown here. */
export function createFailure(failure: Failure, message: Message): AssertionError {
  return new AssertionError({ ...failure, message: messageFrom(failure, message) });
}

function messageFrom(failure: Failure, message: Message): string | undefined {
  const [first] = message;
  if (message.length === 0) return undefined;
  const isTrailed = message.length > 1;
  if (Error.isError(first)) {
    if (isTrailed) refuseTrailing(`was passed as error object "${Error.prototype.toString.call(first)}"`);
    throw first;
  }
  if (typeof first === 'function') {
    if (isTrailed) refuseTrailing(`with function "${first.name || 'anonymous'}"`);
    return messageFromFunction(first as (actual: unknown, expected: unknown) => unknown, failure);
  }
  if (typeof first !== 'string') throw nodeError('ERR_INVALID_ARG_TYPE', 'message', ['string', 'function'], first);
  return formatArguments(message);
}

function refuseTrailing(what: string): never {
  throw nodeError(
    'ERR_AMBIGUOUS_ARGUMENT',
    'message',
    `The error message ${what} has trailing arguments that would be ignored.`,
  );
}

function messageFromFunction(
  make: (actual: unknown, expected: unknown) => unknown,
  { actual, expected }: Failure,
): string | undefined {
  try {
    const text = make(actual, expected);
    return typeof text === 'string' ? text : undefined;
  } catch {
    // A message that cannot be made does not hide what failed.
    return undefined;
  }
}
