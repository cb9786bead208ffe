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
import { defineOwn, ObjectSetPrototypeOf } from '../internal/primordials.ts';
import { kPromisify, kPromisifyArguments } from '../internal/promisify-symbols.ts';
import promises from './fs_promises.ts';

function createReadStream(path: unknown, options?: unknown): ReadStream {
  return new ReadStream(path, options);
}

function createWriteStream(path: unknown, options?: unknown): WriteStream {
  return new WriteStream(path, options);
}

/** What is made when a script first touches it. */
// biome-ignore format: one line per member
const lazy = {
  __proto__: null as never,
  get constants() { return settle('constants', constants); }, set constants(value) { settle('constants', value); },
  get promises() { return settle('promises', promises); }, set promises(value) { settle('promises', value); },
  get Stats() { return settle('Stats', callableStats()); }, set Stats(value) { settle('Stats', value); },
  get Dirent() { return settle('Dirent', Dirent); }, set Dirent(value) { settle('Dirent', value); },
  get Dir() { return settle('Dir', Dir); }, set Dir(value) { settle('Dir', value); },
  get Utf8Stream() { return settle('Utf8Stream', Utf8Stream); }, set Utf8Stream(value) { settle('Utf8Stream', value); },
  get ReadStream() { return settle('ReadStream', ReadStream); }, set ReadStream(value) { settle('ReadStream', value); },
  get WriteStream() { return settle('WriteStream', WriteStream); }, set WriteStream(value) { settle('WriteStream', value); },
  get FileReadStream() { return settle('FileReadStream', ReadStream); }, set FileReadStream(value) { settle('FileReadStream', value); },
  get FileWriteStream() { return settle('FileWriteStream', WriteStream); }, set FileWriteStream(value) { settle('FileWriteStream', value); },
};

/** What require('fs') answers: plain and writable, for scripts replace its functions. A dictionary, as its parts are. */
const fs = Object.assign(lazy, syncFunctions, syncContents, callbackFunctions, callbackContents, {
  __proto__: null as never,
  createReadStream,
  createWriteStream,
  openAsBlob,
  openAsBlobSync,
  // A method: the build would rename a function of this name.
  watch(path: unknown, options?: unknown): never {
    return watch(path, options);
  },
  watchFile,
  unwatchFile,
  lchmod: undefined,
  lchmodSync: undefined,
  _toUnixTimestamp: toSeconds,
});
ObjectSetPrototypeOf(fs, Object.prototype);

function settle<T>(name: keyof typeof lazy, value: T): T {
  return defineOwn(lazy, name, value);
}

Object.defineProperty(fs.exists, kPromisify, {
  __proto__: null,
  // By node's name.
  value: { exists: (path: unknown) => new Promise((resolve) => fs.exists(path, resolve)) }.exists,
});
for (const [name, results] of [
  ['read', ['bytesRead', 'buffer']],
  ['readv', ['bytesRead', 'buffers']],
  ['write', ['bytesWritten', 'buffer']],
  ['writev', ['bytesWritten', 'buffer']],
] as const) {
  Object.defineProperty(fs[name], kPromisifyArguments, { __proto__: null, value: results });
}

export default fs;
