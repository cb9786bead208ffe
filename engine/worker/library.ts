// The library as compiled code. Worker side.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type ivm from 'isolated-vm';

/** dist/library.js, two folders above this compiled file. */
const LIBRARY = join(import.meta.dirname, '..', '..', 'library.js');

const text = readFileSync(LIBRARY, 'utf8');
/** Made by this process before any script has run in it, so what it holds can be trusted. */
let cache: ivm.ExternalCopy<ArrayBuffer> | undefined;

/** Compiles the library in an isolate; from the second isolate on out of V8's code cache. */
export function compileLibrary(isolate: ivm.Isolate): ivm.Script {
  const options = { filename: 'node:internal' };
  return isolate.compileScriptSync(text, cache === undefined ? options : { ...options, cachedData: cache });
}

/** Keeps the code compiled so far for the isolates to come: call it after a warm-up, then it holds the functions a run uses, too. */
export function keepLibraryCode(isolate: ivm.Isolate): void {
  // V8 finds the script it already has under the same text and serialises that one, lazily compiled functions included.
  const compiled = isolate.compileScriptSync(text, { filename: 'node:internal', produceCachedData: true });
  cache = (compiled as ivm.CachedDataResult).cachedData;
  compiled.release();
}
