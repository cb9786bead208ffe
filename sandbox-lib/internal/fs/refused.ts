// What a run cannot have: it is over before a file changes; and what is not there yet. Inside the context.
import { refused } from '../errors.ts';
import { toOptions, toPath } from './arguments.ts';

function refuse(what: string): never {
  throw refused(
    what,
    'a run ends with its request and nothing outlives it',
    'compare fs.statSync().mtimeMs at each request',
  );
}

export function watch(path: unknown, options?: unknown): never {
  toOptions(options);
  toPath(path);
  refuse('fs.watch()');
}

export function watchFile(path: unknown): never {
  toPath(path);
  refuse('fs.watchFile()');
}

/** Nothing is ever watched: as in node, that is no error. */
export function unwatchFile(path: unknown): void {
  toPath(path);
}

/** fs.Utf8Stream, new in Node 26. */
export class Utf8Stream {
  constructor() {
    throw refused('fs.Utf8Stream', 'it is not there yet', 'use fs.createWriteStream()');
  }
}

// biome-ignore lint/correctness/useYield: node's is an async iterator, too; it fails at the first step
export async function* watchPromised(): AsyncGenerator<never, void> {
  refuse('fsPromises.watch()');
}
