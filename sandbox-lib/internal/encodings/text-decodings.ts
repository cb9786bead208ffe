// The encodings of TextDecoder: bytes in pieces to text. Inside the context. https://encoding.spec.whatwg.org/
import { hasHost, host } from '../host.ts';
import { sliceText } from './codec.ts';
import { utf8SliceStrict, utf8Unfinished } from './utf8.ts';

/** Reads pieces of one stream; undefined for bytes that have no meaning, when that is to be an error. */
export interface Decoding {
  decode(bytes: Uint8Array, stream: boolean): string | undefined;
}

/** The name in the standard of the encoding with this label; undefined for a label that is none. */
export function encodingName(label: string): string | undefined {
  const key = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '').toLowerCase();
  switch (key) {
    case 'utf-8':
    case 'utf8':
      return 'utf-8';
    case 'utf-16':
    case 'utf-16le':
      return 'utf-16le';
    case 'utf-16be':
      return 'utf-16be';
    case 'latin1':
    case 'ascii':
    case 'us-ascii':
    case 'iso-8859-1':
    case 'windows-1252':
      return 'windows-1252';
  }
  // The two hundred others are the host's to know.
  const name = hasHost() && key !== '' ? host('encodingName', key) : undefined;
  return typeof name === 'string' ? name : undefined;
}

export function makeDecoding(encoding: string, fatal: boolean): Decoding {
  if (encoding === 'utf-8') return new Utf8Decoding(fatal);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return new Utf16Decoding(encoding === 'utf-16be', fatal);
  return encoding === 'windows-1252' ? windows1252 : new HostDecoding(encoding, fatal);
}

/** Whether a byte stands for itself in this encoding, so that pieces need no memory. */
export function isSingleByte(encoding: string): boolean {
  return !/^(?:utf-|gb|big5|euc-|iso-2022|shift)/.test(encoding);
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const both = new Uint8Array(head.length + tail.length);
  both.set(head);
  both.set(tail, head.length);
  return both;
}

const nothing = new Uint8Array();

class Utf8Decoding implements Decoding {
  readonly #fatal: boolean;
  #pending = nothing;

  constructor(fatal: boolean) {
    this.#fatal = fatal;
  }

  decode(bytes: Uint8Array, stream: boolean): string | undefined {
    const input = join(this.#pending, bytes);
    const end = input.length - (stream ? utf8Unfinished(input, 0, input.length) : 0);
    this.#pending = end < input.length ? new Uint8Array(input.subarray(end)) : nothing;
    const text = sliceText(input, 'utf8', 0, end);
    // U+FFFD may also have been sent as such.
    if (!this.#fatal || !text.includes('\ufffd') || utf8SliceStrict(input, 0, end) !== undefined) return text;
    this.#pending = nothing;
    return undefined;
  }
}

class Utf16Decoding implements Decoding {
  readonly #bigEndian: boolean;
  readonly #fatal: boolean;
  #pending = nothing;

  constructor(bigEndian: boolean, fatal: boolean) {
    this.#bigEndian = bigEndian;
    this.#fatal = fatal;
  }

  decode(bytes: Uint8Array, stream: boolean): string | undefined {
    const input = join(this.#pending, bytes);
    let end = input.length - (input.length % 2);
    // A unit that another one may complete: the first half of a surrogate pair.
    if (stream && end > 0 && ((input[end - (this.#bigEndian ? 2 : 1)] as number) & 0xfc) === 0xd8) end -= 2;
    this.#pending = stream && end < input.length ? new Uint8Array(input.subarray(end)) : nothing;
    const units = sliceText(this.#bigEndian ? swapped(input, end) : input, 'utf16le', 0, end);
    const cutOff = !stream && input.length % 2 === 1;
    if (!cutOff && units.isWellFormed()) return units;
    // A cut-off unit behind the first half of a pair: both are one error.
    if (!this.#fatal) return units.toWellFormed() + (cutOff && !/[\ud800-\udbff]$/.test(units) ? '\ufffd' : '');
    this.#pending = nothing;
    return undefined;
  }
}

function swapped(bytes: Uint8Array, end: number): Uint8Array {
  const copy = new Uint8Array(end);
  for (let i = 0; i < end; i++) copy[i] = bytes[i ^ 1] as number; // end is even
  return copy;
}

/** What 0x80 to 0x9f are in windows-1252, which the standard also uses for latin1 and ascii. */
const MIDDLE = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const windows1252: Decoding = {
  decode(bytes) {
    const text = sliceText(bytes, 'latin1', 0, bytes.length);
    return text.replace(/[\x80-\x9f]/g, (unit) => MIDDLE.charAt(unit.charCodeAt(0) - 0x80));
  },
};

/** The host decodes without memory: of a stream in several bytes a character it gets everything again. */
class HostDecoding implements Decoding {
  readonly #encoding: string;
  readonly #fatal: boolean;
  #seen = nothing;
  #given = 0;

  constructor(encoding: string, fatal: boolean) {
    this.#encoding = encoding;
    this.#fatal = fatal;
  }

  decode(bytes: Uint8Array, stream: boolean): string | undefined {
    const single = isSingleByte(this.#encoding);
    const input = single ? bytes : join(this.#seen, bytes);
    const answer = host('decodeLabel', new Uint8Array(input), this.#encoding, this.#fatal, stream);
    const text = typeof answer === 'string' ? answer.slice(this.#given) : undefined;
    const goesOn = stream && !single && text !== undefined;
    this.#seen = goesOn ? new Uint8Array(input) : nothing;
    this.#given = goesOn ? this.#given + text.length : 0;
    return text;
  }
}
