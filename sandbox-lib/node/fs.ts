// node:fs. Inside the context. https://nodejs.org/api/fs.html

import { toSeconds } from '../internal/fs/arguments.ts';
import { callbackFunctions } from '../internal/fs/callbacks.ts';
import { callbackContents } from '../internal/fs/callbacks-contents.ts';
import { constants } from '../internal/fs/constants.ts';
import { Dir } from '../internal/fs/dir.ts';
import { Dirent } from '../internal/fs/dirent.ts';
import { unwatchFile, watch, watchFile } from '../internal/fs/refused.ts';
import { Stats } from '../internal/fs/stats.ts';
import { syncFunctions } from '../internal/fs/sync.ts';
import { syncContents } from '../internal/fs/sync-contents.ts';

/** What require('fs') answers: plain and writable, for scripts replace its functions. */
const fs = {
  ...syncFunctions,
  ...syncContents,
  ...callbackFunctions,
  ...callbackContents,
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

export default fs;
