// What a run cannot have: it is over before a file changes. Inside the context.
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

// biome-ignore lint/correctness/useYield: node's is an async iterator, too; it fails at the first step
export async function* watchPromised(): AsyncGenerator<never, void> {
  refuse('fsPromises.watch()');
}
