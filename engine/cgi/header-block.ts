// Takes the header block off the front of a script's output, whatever way its bytes are split. Parent process; RFC 3875 6.2, 6.3.
import { CgiError } from '../errors.ts';
import type { HeaderPairs } from '../types.ts';
import { describeDefect, showBytes } from './diagnosis.ts';
import { type LineDefect, parseHeaderLine } from './header-line.ts';

export interface HeaderBlockOptions {
  /** 'lenient' skips malformed lines and takes output without a header block as text; 'strict' refuses both. */
  readonly onMalformed: 'strict' | 'lenient';
  /** Whether 'HTTP/1.1 404 Not Found' may stand in for a Status field as first line. */
  readonly acceptStatusLine: boolean;
  /** Longest line in bytes. */
  readonly maxHeaderLineBytes: number;
  /** Longest header block in bytes. */
  readonly maxHeaderBlockBytes: number;
  /** Most fields in a header block. */
  readonly maxHeaderFields: number;
}

/** What the front of a script's output said. */
export interface HeaderBlock {
  /** In order and spelling of the script, values trimmed, latin1. */
  readonly fields: HeaderPairs;
  /** What followed 'HTTP/1.1 ' in a status line: '404 Not Found'. */
  readonly statusLine: string | undefined;
  /** Bytes of the body that came along: a view of the chunk that ended the block. */
  readonly rest: Uint8Array;
  /** One sentence for the log per line that was skipped. */
  readonly warnings: readonly string[];
}

const NOTHING = new Uint8Array(0);
const LF = 0x0a;
const CR = 0x0d;
const STATUS_LINE = /^HTTP\/\d(?:\.\d)? +(.*)$/;

/** Parses the output of one run: `push` chunks until a block comes back, or `end` when there are no more. */
export class HeaderBlockParser {
  readonly #script: string;
  readonly #nph: boolean;
  readonly #options: HeaderBlockOptions;
  readonly #fields: [string, string][] = [];
  readonly #warnings: string[] = [];
  #statusLine: string | undefined;
  #lineNumber = 0;
  /** Bytes of whole lines that are done with. */
  #consumed = 0;
  /** The line that has not ended yet; our own copy. */
  #partial: Uint8Array = NOTHING;

  /** `script` names it in messages; `nph` demands a status line first. */
  constructor(script: string, nph: boolean, options: HeaderBlockOptions) {
    this.#script = script;
    this.#nph = nph;
    this.#options = options;
  }

  /**
   * Takes the next bytes of the output. Once a block was returned the parser has done its work.
   * @throws CgiError BAD_HEADER, BAD_STATUS or HEADER_BLOCK_TOO_LARGE
   */
  push(chunk: Uint8Array): HeaderBlock | undefined {
    const data = this.#partial.length === 0 ? chunk : concat(this.#partial, chunk);
    let start = 0;
    for (;;) {
      const newline = data.indexOf(LF, start);
      this.#checkSize(data, start, newline < 0 ? data.length : newline);
      if (newline < 0) break;
      const end = newline > start && data[newline - 1] === CR ? newline - 1 : newline;
      this.#lineNumber++;
      const isBlank = end === start;
      if (isBlank && (this.#lineNumber > 1 || !this.#nph)) return this.#finish(data.subarray(newline + 1));
      if (!this.#takeLine(latin1(data, start, end))) return this.#wholeOutput(data);
      start = newline + 1;
    }
    this.#consumed += start;
    this.#partial = data.slice(start);
    return undefined;
  }

  /**
   * Says that the output is over without a header block.
   * @throws CgiError NO_HEADER_BLOCK, or BAD_HEADER when its last line is malformed besides
   */
  end(): HeaderBlock {
    const line = latin1(this.#partial, 0, this.#partial.length).replace(/\r$/, '');
    if (line !== '') {
      this.#lineNumber++;
      if (!this.#takeLine(line)) return this.#wholeOutput(this.#partial);
    }
    const detail =
      this.#lineNumber === 0
        ? 'it wrote nothing'
        : `its output ended after ${this.#consumed + this.#partial.length} bytes without the blank line that ends a header block`;
    throw new CgiError('NO_HEADER_BLOCK', `Cannot finish script "${this.#script}": ${detail}`);
  }

  /** Reads one line; false when the output turned out to have no header block and is to be sent as text. */
  #takeLine(line: string): boolean {
    const isFirst = this.#lineNumber === 1;
    if (isFirst && this.#takeStatusLine(line)) return true;
    const field = parseHeaderLine(line);
    if (typeof field === 'string') return this.#takeDefect(line, field);
    if (this.#fields.length >= this.#options.maxHeaderFields) {
      const limit = this.#options.maxHeaderFields;
      throw this.#tooLarge(`it has more than ${limit} fields`, 'header fields', this.#fields.length + 1, limit);
    }
    this.#fields.push([field[0], field[1]]);
    return true;
  }

  #takeStatusLine(line: string): boolean {
    const match = line.startsWith('HTTP/') ? STATUS_LINE.exec(line) : null;
    if (match !== null && (this.#nph || this.#options.acceptStatusLine)) {
      this.#statusLine = match[1];
      return true;
    }
    if (!this.#nph) return false;
    const problem = `line 1 ${showBytes(line)} is no status line, which an nph- script must start with`;
    throw new CgiError('BAD_STATUS', `Cannot read the response of script "${this.#script}": ${problem}`);
  }

  #takeDefect(line: string, defect: LineDefect): boolean {
    const isFirst = this.#lineNumber === 1;
    const problem = describeDefect(line, this.#lineNumber, defect);
    if (this.#options.onMalformed === 'strict' || defect === 'unsafe') {
      throw new CgiError('BAD_HEADER', `Cannot read the header block of script "${this.#script}": ${problem}`);
    }
    if (isFirst && line.startsWith('\xEF\xBB\xBF')) {
      this.#warnings.push(problem);
      return line.length === 3 || this.#takeLine(line.slice(3));
    }
    // A first line that does not even look like 'Name :' is text, not a header block with a mistake in it.
    const isText = isFirst && !this.#nph && !/^[^\s:<]+[ \t]*:/.test(line);
    this.#warnings.push(isText ? `${problem}; the whole output is sent as text` : `${problem}; skipped`);
    return !isText;
  }

  #finish(rest: Uint8Array): HeaderBlock {
    return { fields: this.#fields, statusLine: this.#statusLine, rest, warnings: this.#warnings };
  }

  #wholeOutput(data: Uint8Array): HeaderBlock {
    const fields: HeaderPairs = [['Content-Type', 'text/plain']];
    return { fields, statusLine: undefined, rest: data, warnings: this.#warnings };
  }

  /** Line and block are measured without the LF, so that the answer does not depend on where a chunk ends. */
  #checkSize(data: Uint8Array, start: number, end: number): void {
    const lineEnd = start + this.#options.maxHeaderLineBytes;
    const blockEnd = this.#options.maxHeaderBlockBytes - this.#consumed;
    if (end <= lineEnd && end <= blockEnd) return;
    if (blockEnd <= lineEnd) {
      const limit = this.#options.maxHeaderBlockBytes;
      throw this.#tooLarge(`it is longer than ${limit} bytes`, 'header block bytes', this.#consumed + end, limit);
    }
    // As many bytes as are here for certain, wherever the chunks were cut.
    const shown = showBytes(latin1(data, start, Math.min(lineEnd, start + 80)));
    const limit = this.#options.maxHeaderLineBytes;
    const problem = `line ${this.#lineNumber + 1}, ${shown}…, is longer than ${limit} bytes`;
    throw this.#tooLarge(problem, 'header line bytes', end - start, limit);
  }

  #tooLarge(problem: string, name: string, measured: number, limit: number): CgiError {
    return new CgiError(
      'HEADER_BLOCK_TOO_LARGE',
      `Cannot read the header block of script "${this.#script}": ${problem}`,
      { limit: { name, measured, limit } },
    );
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
