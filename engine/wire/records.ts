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

const HEADER = 8;
/** Largest content of one record; longer content is split. */
export const MAX_CONTENT = 65_535;
const TYPES: ReadonlySet<number> = new Set(Object.values(RECORD));

/** Appends the records for `content` to `out`: as many as its length needs, exactly one (empty) for no content. */
export function appendRecords(out: Uint8Array[], type: RecordType, id: number, content: Uint8Array): void {
  let at = 0;
  do {
    const part = content.length <= MAX_CONTENT ? content : content.subarray(at, at + MAX_CONTENT);
    const header = new Uint8Array(HEADER);
    header[0] = 1;
    header[1] = type;
    header[2] = id >>> 8;
    header[3] = id & 255;
    header[4] = part.length >>> 8;
    header[5] = part.length & 255;
    out.push(header);
    if (part.length > 0) out.push(part);
    at += MAX_CONTENT;
  } while (at < content.length);
}

/** Takes one record; `content` is only valid during the call unless copied. */
export type RecordSink = (type: RecordType, id: number, content: Uint8Array) => void;

/** Cuts a byte stream into records, however it was split. Throws on a malformed header: the other end is not to be trusted. */
export class RecordReader {
  readonly #sink: RecordSink;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    while (bytes.length - at >= HEADER) {
      const type = view.getUint8(at + 1);
      if (view.getUint8(at) !== 1 || !TYPES.has(type)) {
        throw new Error(`Cannot read a record: its version is ${view.getUint8(at)}, its type ${type}`);
      }
      const end = at + HEADER + view.getUint16(at + 4);
      const next = end + view.getUint8(at + 6);
      if (bytes.length < next) break;
      this.#sink(type as RecordType, view.getUint16(at + 2), bytes.subarray(at + HEADER, end));
      at = next;
    }
    this.#rest = at === bytes.length ? new Uint8Array(0) : Buffer.from(bytes.subarray(at));
  }
}
