// What the worker sends: records collected in one buffer and written to fd 4 in as few system calls as possible. Worker side.
// The descriptor blocks: a reader that is slower than the script holds the script, and memory stays flat.
import { writeSync } from 'node:fs';
import {
  DONE,
  END_SIZE,
  HEADER,
  MAX_CONTENT,
  NOT_BEGUN,
  RECORD,
  type RecordType,
  STATUS_AT,
  writeHeader,
} from '../wire/records.ts';

const OUT_FD = 4;
/** Collected bytes that are written without being asked for. */
const SIZE = 131_072;
/** A write that takes longer than this waited for its reader. */
const BLOCKED_MS = 5;

export class Outbox {
  readonly #buffer = Buffer.allocUnsafeSlow(SIZE);
  #size = 0;
  /** Milliseconds spent waiting for a reader slower than the script: they do not count as the script's. */
  blockedMs = 0;

  /** Adds the records for `content`: as many as its length needs, one for no content. */
  add(type: RecordType, id: number, content: Uint8Array): void {
    let at = 0;
    do {
      const part = content.length <= MAX_CONTENT ? content : content.subarray(at, at + MAX_CONTENT);
      this.#room(part.length);
      this.#buffer.set(part, this.#size + HEADER);
      this.#close(type, id, part.length);
      at += MAX_CONTENT;
    } while (at < content.length);
  }

  /** The same for the UTF-8 of a text. */
  addText(type: RecordType, id: number, text: string): void {
    // A UTF-16 unit takes three bytes at most.
    if (text.length * 3 > MAX_CONTENT) return this.add(type, id, Buffer.from(text));
    this.#room(text.length * 3);
    this.#close(type, id, this.#buffer.write(text, this.#size + HEADER));
  }

  /** The end of a run: its report and END in one write with what was collected. */
  end(id: number, report: string): void {
    this.addText(RECORD.REPORT, id, report);
    this.#end(id, DONE);
  }

  /** A run that came too late to begin. */
  refuse(id: number): void {
    this.#end(id, NOT_BEGUN);
  }

  #end(id: number, status: number): void {
    this.#room(END_SIZE);
    const at = this.#size + HEADER;
    this.#buffer.fill(0, at, at + END_SIZE);
    this.#buffer[at + STATUS_AT] = status;
    this.#close(RECORD.END, id, END_SIZE);
    this.deliver();
  }

  deliver(): void {
    if (this.#size === 0) return;
    const size = this.#size;
    this.#size = 0;
    const startedAt = performance.now();
    for (let at = 0; at < size; ) at += writeSync(OUT_FD, this.#buffer, at, size - at);
    const tookMs = performance.now() - startedAt;
    if (tookMs > BLOCKED_MS) this.blockedMs += tookMs;
  }

  #room(content: number): void {
    if (this.#size + HEADER + content > SIZE) this.deliver();
  }

  #close(type: RecordType, id: number, content: number): void {
    writeHeader(this.#buffer, this.#size, type, id, content);
    this.#size += HEADER + content;
  }
}
