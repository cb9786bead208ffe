// node:fs. Inside the context. https://nodejs.org/api/fs.html

import { toSeconds } from '../internal/fs/arguments.ts';
import { callbackFunctions } from '../internal/fs/callbacks.ts';
import { callbackContents } from '../internal/fs/callbacks-contents.ts';
import { constants } from '../internal/fs/constants.ts';
import { Dir } from '../internal/fs/dir.ts';
import { Dirent } from '../internal/fs/dirent.ts';
import { ReadStream } from '../internal/fs/read-stream.ts';
import { unwatchFile, watch, watchFile } from '../internal/fs/refused.ts';
import { Stats } from '../internal/fs/stats.ts';
import { syncFunctions } from '../internal/fs/sync.ts';
import { syncContents } from '../internal/fs/sync-contents.ts';
import { WriteStream } from '../internal/fs/write-stream.ts';
import { kPromisify, kPromisifyArguments } from '../internal/promisify-symbols.ts';
import promises from './fs_promises.ts';

function createReadStream(path: unknown, options?: unknown): ReadStream {
  return new ReadStream(path, options);
}

function createWriteStream(path: unknown, options?: unknown): WriteStream {
  return new WriteStream(path, options);
}

/** What require('fs') answers: plain and writable, for scripts replace its functions. */
const fs = {
  ...syncFunctions,
  ...syncContents,
  ...callbackFunctions,
  ...callbackContents,
  createReadStream,
  createWriteStream,
  watch,
  watchFile,
  unwatchFile,
  lchmod: undefined,
  lchmodSync: undefined,
  constants,
  _toUnixTimestamp: toSeconds,
};

/** Classes and the promise half, made when they are first asked for. */
const LAZY: Record<string, () => unknown> = {
  Stats: () => Stats,
  Dirent: () => Dirent,
  Dir: () => Dir,
  ReadStream: () => ReadStream,
  WriteStream: () => WriteStream,
  FileReadStream: () => ReadStream,
  FileWriteStream: () => WriteStream,
  promises: () => promises,
};
for (const name in LAZY) {
  const make = LAZY[name] as () => unknown; // the loop's own key
  const settle = (value: unknown) =>
    Object.defineProperty(fs, name, { value, writable: true, enumerable: true, configurable: true });
  Object.defineProperty(fs, name, {
    get() {
      const value = make();
      settle(value);
      return value;
    },
    set: settle,
    enumerable: true,
    configurable: true,
  });
}

Object.defineProperty(fs.exists, kPromisify, {
  value: (path: unknown) => new Promise((resolve) => fs.exists(path, resolve)),
});
for (const [name, results] of [
  ['read', ['bytesRead', 'buffer']],
  ['readv', ['bytesRead', 'buffers']],
  ['write', ['bytesWritten', 'buffer']],
  ['writev', ['bytesWritten', 'buffer']],
] as const) {
  Object.defineProperty(fs[name], kPromisifyArguments, { value: results });
}

export default fs;
