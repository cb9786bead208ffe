// UTF-8. Inside the context. The replacement rules are those of the WHATWG Encoding standard, section 4.1, as in node.
import { isAsciiText, latin1Slice } from './latin1.ts';

const { fromCharCode } = String;
const { apply } = Reflect;
// Taken at load, before a script can replace them.
const percentDecode = decodeURIComponent;
const percentEncode = encodeURIComponent;
const escapeUnits = escape;
const unescapeUnits = unescape;

/** The bytes `text` takes; a lone surrogate takes the three of U+FFFD. */
export function utf8ByteLength(text: string): number {
  const units = text.length;
  if (units > 64 && isAsciiText(text)) return units;
  if (units > 64 && units < 1_000_000) return unescapeUnits(percentEncode(text.toWellFormed())).length;
  let bytes = units;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) i++; // four bytes for two units
  }
  return bytes;
}

/** Writes whole characters only. Returns how many bytes were written: at most `max`. */
export function utf8Write(bytes: Uint8Array, text: string, offset: number, max: number): number {
  const units = text.length;
  const end = offset + max;
  let at = offset;
  for (let i = 0; i < units; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      if (at >= end) break;
      bytes[at++] = code;
    } else if (code < 0x800) {
      if (at + 2 > end) break;
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else {
      if (code >= 0xd800 && code < 0xe000) {
        const next = text.charCodeAt(i + 1);
        if (isHighSurrogate(code) && isLowSurrogate(next)) {
          if (at + 4 > end) break;
          i++;
          code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
          bytes[at++] = 0xf0 | (code >> 18);
          bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
          bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
          bytes[at++] = 0x80 | (code & 0x3f);
          continue;
        }
        code = 0xfffd;
      }
      if (at + 3 > end) break;
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    }
  }
  return at - offset;
}

/** The text of bytes[start, end). What is not UTF-8 becomes U+FFFD. */
export function utf8Slice(bytes: Uint8Array, start: number, end: number): string {
  const units = latin1Slice(bytes, start, end);
  if (isAsciiText(units)) return units;
  return decodeUnits(units) ?? decodeLossy(bytes, start, end);
}

/** The text of bytes[start, end), or undefined when they are not UTF-8. */
export function utf8SliceStrict(bytes: Uint8Array, start: number, end: number): string | undefined {
  const units = latin1Slice(bytes, start, end);
  return isAsciiText(units) ? units : decodeUnits(units);
}

/** Decodes UTF-8 whose bytes are the units of a string, by the built-in that is as strict as UTF-8 itself. */
function decodeUnits(units: string): string | undefined {
  try {
    return percentDecode(escapeUnits(units));
  } catch {
    return undefined;
  }
}

/** One U+FFFD per maximal part of a sequence, as the standard has it. */
function decodeLossy(bytes: Uint8Array, start: number, end: number): string {
  const units: number[] = [];
  let text = '';
  for (let at = start; at < end; ) {
    if (units.length > 4000) {
      text += apply(fromCharCode, undefined, units);
      units.length = 0;
    }
    const lead = bytes[at++] as number; // at < end
    if (lead < 0x80) {
      units.push(lead);
      continue;
    }
    const needed = sequenceLength(lead) - 1;
    let code = lead & (0x3f >> needed);
    let low = secondByteMin(lead);
    let high = secondByteMax(lead);
    let seen = 0;
    for (; seen < needed && at < end; seen++) {
      const next = bytes[at] as number; // at < end
      if (next < low || next > high) break;
      code = (code << 6) | (next & 0x3f);
      low = 0x80;
      high = 0xbf;
      at++;
    }
    if (needed === 0 || seen < needed) units.push(0xfffd);
    else if (code < 0x10000) units.push(code);
    else units.push(0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff));
  }
  return text + apply(fromCharCode, undefined, units);
}

/** How many of the last bytes begin a sequence that more bytes could complete: 0 to 3. */
export function utf8Unfinished(bytes: Uint8Array, start: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const lead = bytes[end - back] as number; // within [start, end)
    if ((lead & 0xc0) === 0x80) continue;
    if (sequenceLength(lead) <= back) return 0;
    const second = back > 1 ? (bytes[end - back + 1] as number) : secondByteMin(lead);
    return second >= secondByteMin(lead) && second <= secondByteMax(lead) ? back : 0;
  }
  return 0;
}

/** The bytes of the sequence this byte begins; 1 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** No overlong forms: the second byte after E0 and F0 starts later. */
function secondByteMin(lead: number): number {
  return lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
}

/** No surrogates and nothing above U+10FFFF: the second byte after ED and F4 ends earlier. */
function secondByteMax(lead: number): number {
  return lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** Also false for the NaN of a position behind the end. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
