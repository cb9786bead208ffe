// node:fs. Inside the context. https://nodejs.org/api/fs.html

import { toSeconds } from '../internal/fs/arguments.ts';
import { openAsBlob, openAsBlobSync } from '../internal/fs/blob.ts';
import { callbackFunctions } from '../internal/fs/callbacks.ts';
import { callbackContents } from '../internal/fs/callbacks-contents.ts';
import { constants } from '../internal/fs/constants.ts';
import { Dir } from '../internal/fs/dir.ts';
import { Dirent } from '../internal/fs/dirent.ts';
import { ReadStream } from '../internal/fs/read-stream.ts';
import { Utf8Stream, unwatchFile, watch, watchFile } from '../internal/fs/refused.ts';
import { callableStats } from '../internal/fs/stats.ts';
import { syncFunctions } from '../internal/fs/sync.ts';
import { syncContents } from '../internal/fs/sync-contents.ts';
import { WriteStream } from '../internal/fs/write-stream.ts';
import { ObjectCreate } from '../internal/primordials.ts';
import { kPromisify, kPromisifyArguments } from '../internal/promisify-symbols.ts';
import promises from './fs_promises.ts';

function createReadStream(path: unknown, options?: unknown): ReadStream {
  return new ReadStream(path, options);
}

function createWriteStream(path: unknown, options?: unknown): WriteStream {
  return new WriteStream(path, options);
}

/** What require('fs') answers: plain and writable, for scripts replace its functions. A dictionary, as its parts are. */
const fs = Object.assign(
  ObjectCreate(null) as object,
  syncFunctions,
  syncContents,
  callbackFunctions,
  callbackContents,
  {
    createReadStream,
    createWriteStream,
    openAsBlob,
    openAsBlobSync,
    watch,
    watchFile,
    unwatchFile,
    lchmod: undefined,
    lchmodSync: undefined,
    _toUnixTimestamp: toSeconds,
  },
);
Object.setPrototypeOf(fs, Object.prototype);

/** What is made when it is first asked for. */
function make(name: string): unknown {
  switch (name) {
    case 'constants':
      return constants;
    case 'promises':
      return promises;
    case 'Stats':
      return callableStats();
    case 'Dirent':
      return Dirent;
    case 'Dir':
      return Dir;
    case 'Utf8Stream':
      return Utf8Stream;
    default:
      return name.endsWith('ReadStream') ? ReadStream : WriteStream;
  }
}

for (const name of [
  ...['constants', 'promises', 'Stats', 'Dirent', 'Dir', 'Utf8Stream'],
  ...['ReadStream', 'WriteStream', 'FileReadStream', 'FileWriteStream'],
]) {
  const settle = (value: unknown) => {
    Object.defineProperty(fs, name, { value, writable: true, enumerable: true, configurable: true });
    return value;
  };
  Object.defineProperty(fs, name, { get: () => settle(make(name)), set: settle, enumerable: true, configurable: true });
}

Object.defineProperty(fs.exists, kPromisify, {
  // By node's name.
  value: { exists: (path: unknown) => new Promise((resolve) => fs.exists(path, resolve)) }.exists,
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
