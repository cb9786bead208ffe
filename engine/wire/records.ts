// Binary records between parent and worker in the FastCGI 1.0 layout (specification, section 3.3), both directions. Both ends.
// version 1 · type · request id (2) · content length (2) · padding (1) · reserved (1) · content

export const RECORD = {
  BEGIN: 1,
  ABORT: 2,
  END: 3,
  PARAMS: 4,
  STDIN: 5,
  STDOUT: 6,
  STDERR: 7,
  DATA: 8,
  /** Private: what the worker knows of a finished run, as JSON; stands before END. */
  REPORT: 100,
  /** Private: the worker has a context prepared and takes its first run. */
  READY: 101,
} as const;
export type RecordType = (typeof RECORD)[keyof typeof RECORD];

/** Content of END: the script's own status, which we do not use, and at its place what became of the run (specification, section 5.5). */
export const END_SIZE = 8;
export const STATUS_AT = 4;
export const DONE = 0;
/** FCGI_CANT_MPX_CONN: it waited behind another run for longer than it may. */
export const NOT_BEGUN = 1;

/** Bytes of a record before its content. */
export const HEADER = 8;
/** Largest content of one record; longer content is split. */
export const MAX_CONTENT = 65_535;
const TYPES: ReadonlySet<number> = new Set(Object.values(RECORD));

/** Puts the header of a record at a place of a buffer. */
export function writeHeader(out: Uint8Array, at: number, type: RecordType, id: number, content: number): void {
  out[at] = 1;
  out[at + 1] = type;
  out[at + 2] = id >>> 8;
  out[at + 3] = id & 255;
  out[at + 4] = content >>> 8;
  out[at + 5] = content & 255;
  out[at + 6] = 0;
  out[at + 7] = 0;
}

/** Appends the records for `content` to `out`: as many as its length needs, exactly one (empty) for no content. */
export function appendRecords(out: Uint8Array[], type: RecordType, id: number, content: Uint8Array): void {
  let at = 0;
  do {
    const part = content.length <= MAX_CONTENT ? content : content.subarray(at, at + MAX_CONTENT);
    const header = new Uint8Array(HEADER);
    writeHeader(header, 0, type, id, part.length);
    out.push(header);
    if (part.length > 0) out.push(part);
    at += MAX_CONTENT;
  } while (at < content.length);
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** Takes one record; of STDOUT what has come of one, so that nothing is copied. `content` is a view of what was pushed. */
export type RecordSink = (type: RecordType, id: number, content: Uint8Array) => void;

/** Cuts a byte stream into records, however it was split. Throws on a malformed header: the other end is not to be trusted. */
export class RecordReader {
  readonly #sink: RecordSink;
  #rest = NOTHING;
  /** Bytes that are still to come of a record of STDOUT, and its run. */
  #missing = 0;
  #id = 0;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = NOTHING;
    let at = this.#missing === 0 ? 0 : this.#goOn(bytes);
    while (bytes.length - at >= HEADER) {
      const type = byteAt(bytes, at + 1);
      if (byteAt(bytes, at) !== 1 || !TYPES.has(type)) {
        throw new Error(`Cannot read a record: its version is ${byteAt(bytes, at)}, its type ${type}`);
      }
      const id = (byteAt(bytes, at + 2) << 8) + byteAt(bytes, at + 3);
      const end = at + HEADER + (byteAt(bytes, at + 4) << 8) + byteAt(bytes, at + 5);
      const next = end + byteAt(bytes, at + 6);
      if (bytes.length < next) {
        if (type !== RECORD.STDOUT || next !== end) break;
        this.#missing = end - bytes.length;
        this.#id = id;
      }
      this.#sink(type as RecordType, id, bytes.subarray(at + HEADER, Math.min(end, bytes.length)));
      at = Math.min(next, bytes.length);
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }

  /** The next bytes of a record that has begun; answers where the one after it starts. */
  #goOn(bytes: Uint8Array): number {
    const end = Math.min(this.#missing, bytes.length);
    this.#missing -= end;
    this.#sink(RECORD.STDOUT, this.#id, bytes.subarray(0, end));
    return end;
  }
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number; // the caller knows the length
}
