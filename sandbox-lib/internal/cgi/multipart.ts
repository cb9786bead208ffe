// A multipart/form-data body in pieces of any size, with no more of it in memory than one piece. Inside the context. RFC 2046 section 5.1.1
import { Buffer } from '../buffer.ts';
import { type FormLimits, malformed, overLimit } from './limits.ts';
import { type PartHeader, readParameters, readPartHeader } from './part-header.ts';

/** Takes the content of one part. */
export interface PartSink {
  write(bytes: Buffer): void;
  end(): void;
}

const CRLF = '\r\n';
const HEADER_END = Buffer.from('\r\n\r\n');

/** The boundary of a Content-Type, or undefined for another type. */
export function boundaryOf(contentType: string): string | undefined {
  const type = /^[ \t]*multipart\/form-data[ \t]*(;.*)?$/is.exec(contentType);
  if (type === null) return undefined;
  const boundary = readParameters(type[1]?.trimEnd() ?? '').get('boundary') ?? '';
  if (!/^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary)) throw malformed('its boundary is missing or malformed');
  return boundary;
}

export class MultipartParser {
  readonly #delimiter: Buffer;
  readonly #limits: FormLimits;
  readonly #open: (header: PartHeader) => PartSink;
  #state: 'preamble' | 'delimiter' | 'header' | 'body' | 'done' = 'preamble';
  /** What could not be decided on yet. It begins with the line break that the first boundary may lack. */
  #rest: Buffer = Buffer.from(CRLF);
  #parts = 0;
  #sink: PartSink | undefined;

  constructor(boundary: string, limits: FormLimits, open: (header: PartHeader) => PartSink) {
    this.#delimiter = Buffer.from(`${CRLF}--${boundary}`);
    this.#limits = limits;
    this.#open = open;
  }

  push(piece: Uint8Array): void {
    if (this.#state === 'done') return; // what follows the last boundary means nothing
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    if (this.#isOnlyContent(bytes)) {
      this.#sink?.write(this.#rest);
      this.#rest = bytes;
    } else this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#step());
  }

  /** Whether the rest is content whatever follows `next`: then the two need not be joined, which would copy all of a large body. */
  #isOnlyContent(next: Buffer): boolean {
    const { length } = this.#delimiter;
    if (this.#state !== 'body' || this.#rest.length >= length || next.length < length) return false;
    return Buffer.concat([this.#rest, next.subarray(0, length - 1)]).indexOf(this.#delimiter) < 0;
  }

  end(): void {
    if (this.#state !== 'done') throw malformed('it ends before its last boundary');
  }

  /** Consumes what it can; false when more is needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'preamble':
      case 'body':
        return this.#content();
      case 'delimiter':
        return this.#afterDelimiter();
      case 'header':
        return this.#header();
      case 'done':
        this.#rest = Buffer.alloc(0);
        return false;
    }
  }

  #content(): boolean {
    const rest = this.#rest;
    const at = rest.indexOf(this.#delimiter);
    // The end may be the beginning of a boundary.
    const safe = at >= 0 ? at : Math.max(0, rest.length - this.#delimiter.length + 1);
    if (safe > 0) {
      if (this.#state === 'body') this.#sink?.write(rest.subarray(0, safe));
      else if (safe > this.#limits.headerBytes) throw malformed('there is no boundary');
    }
    if (at < 0) {
      // A preamble is kept until its size is known to be too much.
      if (this.#state === 'body') this.#rest = rest.subarray(safe);
      return false;
    }
    this.#sink?.end();
    this.#sink = undefined;
    this.#rest = rest.subarray(at + this.#delimiter.length);
    this.#state = 'delimiter';
    return true;
  }

  #afterDelimiter(): boolean {
    const rest = this.#rest;
    let at = 0;
    while (rest[at] === 0x20 || rest[at] === 0x09) at++; // padding that transports may add
    if (at > this.#limits.headerBytes) throw malformed('a boundary is followed by too much padding');
    if (rest.length < at + 2) return false;
    const next = rest.latin1Slice(at, at + 2);
    if (next === '--' && at === 0) {
      this.#state = 'done';
      return true;
    }
    if (next !== CRLF) throw malformed('a boundary is followed by other text');
    if (++this.#parts > this.#limits.parts) throw overLimit(this.#parts, 'parts', this.#limits.parts);
    this.#rest = rest.subarray(at); // with its line break: a part without header lines is then empty at once
    this.#state = 'header';
    return true;
  }

  #header(): boolean {
    const rest = this.#rest;
    const { headerBytes } = this.#limits;
    const at = rest.indexOf(HEADER_END);
    const size = at >= 0 ? at : rest.length - HEADER_END.length;
    if (size > headerBytes + CRLF.length) throw overLimit(size - CRLF.length, 'header bytes of a part', headerBytes);
    if (at < 0) return false;
    this.#sink = this.#open(readPartHeader(rest.utf8Slice(CRLF.length, at)));
    // The line break before the next boundary may be this very one: an empty part.
    this.#rest = rest.subarray(at + CRLF.length);
    this.#state = 'body';
    return this.#skipLineBreak();
  }

  /** The line break that ends the header belongs to the boundary of an empty part, and to nothing otherwise. */
  #skipLineBreak(): boolean {
    const sink = this.#sink as PartSink; // just opened
    let left = CRLF.length;
    this.#sink = {
      write: (bytes) => {
        const skipped = Math.min(left, bytes.length);
        left -= skipped;
        if (bytes.length > skipped) sink.write(bytes.subarray(skipped));
      },
      end: () => sink.end(),
    };
    return true;
  }
}
