// What the worker sends: records collected and written to fd 4 in as few system calls as possible. Worker side.
// The descriptor blocks: a reader that is slower than the script holds the script, and memory stays flat.
import { writeSync } from 'node:fs';
import { appendRecords, RECORD, type RecordType } from '../wire/records.ts';

const OUT_FD = 4;
/** Collected bytes that are written without being asked for. */
const WRITE_AT = 131_072;
/** A write that takes longer than this waited for its reader. */
const BLOCKED_MS = 5;

export class Outbox {
  #parts: Uint8Array[] = [];
  #size = 0;
  /** Milliseconds spent waiting for a reader slower than the script: they do not count as the script's. */
  blockedMs = 0;

  /** Adds the records for `content`; `content` must not change until `deliver`. */
  add(type: RecordType, id: number, content: Uint8Array): void {
    appendRecords(this.#parts, type, id, content);
    this.#size += content.length;
    if (this.#size >= WRITE_AT) this.deliver();
  }

  addJson(type: RecordType, id: number, value: unknown): void {
    this.add(type, id, Buffer.from(JSON.stringify(value)));
  }

  /** The end of a run: its report and END in one write with what was collected. */
  end(id: number, report: unknown): void {
    this.addJson(RECORD.REPORT, id, report);
    this.add(RECORD.END, id, new Uint8Array(8));
    this.deliver();
  }

  deliver(): void {
    if (this.#parts.length === 0) return;
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    const startedAt = performance.now();
    for (let at = 0; at < bytes.length; ) at += writeSync(OUT_FD, bytes, at);
    const tookMs = performance.now() - startedAt;
    if (tookMs > BLOCKED_MS) this.blockedMs += tookMs;
  }
}
