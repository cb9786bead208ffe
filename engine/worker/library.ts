// The library as compiled code. Worker side.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ivm from 'isolated-vm';

/** dist/, two folders above this compiled file. */
const DIST = join(import.meta.dirname, '..', '..');
/** Code that the build has stored, for this Node alone. */
const STORED = join(DIST, `library.${process.version}-${process.platform}-${process.arch}.code`);
const DIGEST_LENGTH = 32;

const text = readFileSync(join(DIST, 'library.js'), 'utf8');
/** V8's code cache, made before any script has run, by the build or by this process: what it holds can be trusted. */
let cache = storedCode();

/** Compiles the library in an isolate; out of V8's code cache, if there is one. */
export function compileLibrary(isolate: ivm.Isolate): ivm.Script {
  const options = { filename: 'node:internal' };
  if (cache === undefined) return isolate.compileScriptSync(text, options);
  const script: ivm.Script & { cachedDataRejected?: boolean } = isolate.compileScriptSync(text, {
    ...options,
    cachedData: cache,
  }); // missing in the typings
  // V8 does so where it has other flags than the V8 that made it.
  if (script.cachedDataRejected) cache = undefined;
  return script;
}

/** Whether isolates get the library with the functions that every run uses compiled. */
export function hasLibraryCode(): boolean {
  return cache !== undefined;
}

/** Keeps the code compiled so far for the isolates to come: call it after a warm-up, then it holds the functions a run uses, too. */
export function keepLibraryCode(isolate: ivm.Isolate): void {
  // V8 finds the script it already has under the same text and serialises that one, lazily compiled functions included.
  const compiled = isolate.compileScriptSync(text, { filename: 'node:internal', produceCachedData: true });
  cache = (compiled as ivm.CachedDataResult).cachedData;
  compiled.release();
}

/** Stores the code that is kept for processes to come. */
export function storeLibraryCode(): void {
  if (cache === undefined) throw new Error('Cannot store the code of the library: none is kept');
  const code = new Uint8Array(cache.copy());
  writeFileSync(STORED, Buffer.concat([digestOf(code), code]));
}

/** V8 accepts code made from another text of the same length and aborts on damaged bytes: both are ruled out before it looks. */
function storedCode(): ivm.ExternalCopy<ArrayBuffer> | undefined {
  let stored: Buffer;
  try {
    stored = readFileSync(STORED);
  } catch {
    return undefined; // of another Node, or not yet built
  }
  const code = new Uint8Array(stored.subarray(DIGEST_LENGTH));
  const isWhole = digestOf(code).equals(stored.subarray(0, DIGEST_LENGTH));
  return isWhole ? new ivm.ExternalCopy(code.buffer) : undefined;
}

function digestOf(code: Uint8Array): Buffer {
  return createHash('sha256').update(text).update(code).digest();
}
