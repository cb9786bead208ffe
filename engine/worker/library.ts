// The library as compiled code. Worker side.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ivm from 'isolated-vm';

/** V8's code cache, made by the build or by this process. */
type Code = ivm.ExternalCopy<ArrayBuffer>;

/** dist/, two folders above this compiled file. */
const DIST = join(import.meta.dirname, '..', '..');
/** Code that the build has stored, for this Node alone: a hash, the length of the first part, two parts. */
const STORED = join(DIST, `library.${process.version}-${process.platform}-${process.arch}.code`);
const DIGEST_LENGTH = 32;

const NAME = { filename: 'node:internal' } as const;
const text = readFileSync(join(DIST, 'library.js'), 'utf8');

/** As V8 compiles the library at first: most of its functions wait for their first call. */
let plain: Code | undefined;
/** What isolates get. */
let current: Code | undefined;
readStored();

/** Compiles the library in an isolate; out of V8's code cache, if there is one. */
export function compileLibrary(isolate: ivm.Isolate): ivm.Script {
  if (current !== undefined) {
    const options = { ...NAME, cachedData: current };
    const script: ivm.Script & { cachedDataRejected?: boolean } = isolate.compileScriptSync(text, options); // missing in the typings
    if (!script.cachedDataRejected) return script;
    // This V8 has other flags than the one that made it.
    script.release();
    current = undefined;
  }
  const script = compileForCode(isolate);
  plain = script.cachedData;
  return script;
}

/** Whether isolates get code that is compiled already. */
export function hasLibraryCode(): boolean {
  return current !== undefined;
}

/** Isolates to come get those functions compiled that are compiled in this one. */
export function keepLibraryCode(isolate: ivm.Isolate): void {
  // V8 finds the script it already has under the same text and serialises that one, lazily compiled functions included.
  const script = compileForCode(isolate);
  current = script.cachedData;
  script.release();
}

/** The next isolate gets no function compiled but those that all need: what is called in it can be told from what was called before. */
export function forgetLibraryCode(): void {
  current = plain;
}

/** Stores the code that is kept for processes to come. */
export function storeLibraryCode(): void {
  if (plain === undefined || current === undefined)
    throw new Error('Cannot store the code of the library: none is kept');
  const first = Buffer.from(plain.copy());
  const length = Buffer.alloc(4);
  length.writeUInt32BE(first.length);
  const parts = Buffer.concat([length, first, Buffer.from(current.copy())]);
  writeFileSync(STORED, Buffer.concat([digestOf(parts), parts]));
}

function compileForCode(isolate: ivm.Isolate): ivm.Script & ivm.CachedDataResult {
  return isolate.compileScriptSync(text, { ...NAME, produceCachedData: true });
}

/** V8 accepts code made from another text of the same length and aborts on damaged bytes: both are ruled out before it looks. */
function readStored(): void {
  let stored: Buffer;
  try {
    stored = readFileSync(STORED);
  } catch {
    return; // of another Node, or not yet built
  }
  const parts = stored.subarray(DIGEST_LENGTH);
  if (!digestOf(parts).equals(stored.subarray(0, DIGEST_LENGTH))) return;
  const end = 4 + parts.readUInt32BE(0);
  plain = codeOf(parts.subarray(4, end));
  current = codeOf(parts.subarray(end));
}

function codeOf(bytes: Uint8Array): Code {
  return new ivm.ExternalCopy(new Uint8Array(bytes).buffer);
}

function digestOf(parts: Uint8Array): Buffer {
  return createHash('sha256').update(text).update(parts).digest();
}
