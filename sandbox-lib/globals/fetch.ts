// fetch: refused. Inside the context.
import { refused } from '../internal/errors.ts';

/** A promise, as scripts expect: it always rejects. */
export async function fetch(_input?: unknown, _init: unknown = undefined): Promise<never> {
  const instead = 'let the app around the engine fetch, or read files that it keeps up to date';
  throw refused('fetch()', 'a run opens no sockets', instead);
}
