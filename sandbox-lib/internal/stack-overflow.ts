// Tells V8's complaint about a full stack from a script's own errors. Inside the context.

/** By its words: instanceof asks Symbol.hasInstance, which a script may have put anywhere. */
export function isStackOverflow(error: unknown): boolean {
  try {
    return Error.isError(error) && error.message === 'Maximum call stack size exceeded';
  } catch {
    return false;
  }
}
