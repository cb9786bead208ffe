// Long texts and bytes go to the host, to be converted or searched: a loop over them runs in V8's interpreter in a context this young, at
// 25 ns a unit, while a host call takes 3 µs. Inside the context; the other end is engine/worker/bridge/encoding.ts.
import { hasHost, host } from '../host.ts';
import { ownView } from '../own-view.ts';
import type { Encoding } from './names.ts';

/** Texts of this many units and more are encoded by the host. */
export const LONG_TEXT = 128;
/** Bytes from this count on are decoded by the host: built-ins do shorter ones as fast. */
export const LONG_BYTES = 1024;

/** A run may make a limited number of calls. Once it has had so many for texts below this length, the rest are for longer ones. */
let patience = 2000;
const WORTH_ANY_CALL = 8192;

function isWorthIt(size: number): boolean {
  return hasHost() && (size >= WORTH_ANY_CALL || --patience > 0);
}

/** The bytes of a long text in memory of their own; undefined where this side has to do it. */
export function encodeByHost(text: string, encoding: Encoding): Uint8Array | undefined {
  if (!isWorthIt(text.length)) return undefined;
  const bytes = host('encodeText', text, encoding);
  return typeof bytes === 'number' ? undefined : bytes;
}

/** The text of many bytes; undefined where this side has to do it. */
export function decodeByHost(bytes: Uint8Array, encoding: Encoding, start: number, end: number): string | undefined {
  if (!isWorthIt(end - start)) return undefined;
  const text = host('decodeText', ownView(bytes, start, end), encoding);
  return typeof text === 'number' ? undefined : text;
}

/** How many bytes a long text takes; undefined where this side has to count. */
export function utf8LengthByHost(text: string): number | undefined {
  return isWorthIt(text.length) ? host('utf8Length', text) : undefined;
}

/** How much of a long search crosses at a time: little at first, for what is looked for is often near. */
const FIRST_WINDOW = 16_384;
const LAST_WINDOW = 1_048_576;

/** Where `needle` begins in these bytes, -1 for nowhere; undefined where this side has to look. */
export function findByHost(bytes: Uint8Array, needle: Uint8Array, start: number, end: number): number | undefined {
  if (!isWorthIt(end - start)) return undefined;
  const wanted = ownView(needle, 0, needle.length);
  let window = Math.max(FIRST_WINDOW, needle.length * 4);
  for (let at = start; ; ) {
    const stop = Math.min(at + window, end);
    const found = host('findBytes', ownView(bytes, at, stop), wanted);
    if (found < 0) return undefined;
    if (found < stop - at) return at + found;
    if (stop === end) return -1;
    at = stop - needle.length + 1; // it may begin in this window and end in the next
    window = Math.max(Math.min(window * 4, LAST_WINDOW), needle.length * 4);
  }
}
