// fetch and WebSocket: refused. Inside the context.
import { refused } from '../internal/errors.ts';
import { EventTarget } from './event-target.ts';

const INSTEAD = 'let the app around the engine fetch, or read files that it keeps up to date';

/** A promise, as scripts expect: it always rejects. */
export async function fetch(_input?: unknown, _init: unknown = undefined): Promise<never> {
  throw refused('fetch()', 'a run opens no sockets', INSTEAD);
}

export class WebSocket extends EventTarget {
  constructor(_url?: unknown, _protocols: unknown = []) {
    super();
    throw refused('WebSocket', 'a run opens no sockets', INSTEAD);
  }
}
