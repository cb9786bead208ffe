// What a run cannot have: it is over before a file changes. Inside the context.
import { refused } from '../errors.ts';

function refuse(what: string): never {
  throw refused(
    what,
    'a run ends with its request and nothing outlives it',
    'compare fs.statSync().mtimeMs at each request',
  );
}

export function watch(): never {
  refuse('fs.watch()');
}

export function watchFile(): never {
  refuse('fs.watchFile()');
}

/** Nothing is ever watched: as in node, that is no error. */
export function unwatchFile(): void {}

// biome-ignore lint/correctness/useYield: node's is an async iterator, too; it fails at the first step
export async function* watchPromised(): AsyncGenerator<never, void> {
  refuse('fsPromises.watch()');
}
