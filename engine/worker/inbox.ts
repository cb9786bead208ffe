// What the worker receives: the records of one run, collected until the run can start. Worker side.
// Read by blocking: nobody else lives here, and an idle worker that waits in read(2) is woken for less than one that waits in an event loop.
import { readSync } from 'node:fs';
import type { Order } from '../wire/messages.ts';
import { decodeOrder } from '../wire/order.ts';
import { RECORD, RecordReader, type RecordType } from '../wire/records.ts';

/** One run to do, complete: nothing of it is read later. */
export interface Assignment {
  readonly id: number;
  readonly order: Order;
  /** Environment as the library takes it: NUL-joined names and values. */
  readonly environment: string;
  /** In-memory files by absolute path. */
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly body: Uint8Array;
}

interface Collected {
  readonly id: number;
  readonly order: Uint8Array[];
  readonly params: Uint8Array[];
  readonly data: Uint8Array[];
  readonly stdin: Uint8Array[];
}

/** What one read takes; a Unix socket holds little more. */
const READ_SIZE = 262_144;
const NOTHING = new Uint8Array(0);

export class Inbox {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  readonly #reader = new RecordReader((type, id, content) => this.#take(type, id, content));
  #collected: Collected | undefined;
  /** Mostly one: the parent sends the next run after the end of the one before. */
  readonly #complete: Assignment[] = [];

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** The next run, as soon as there is one; undefined when the parent is gone or has closed this worker. */
  next(): Assignment | undefined {
    while (this.#complete.length === 0) {
      if (this.#collected !== undefined) this.#keep(this.#collected);
      const size = readSync(this.#fd, this.#buffer);
      if (size === 0) return undefined;
      this.#reader.push(this.#buffer.subarray(0, size));
    }
    return this.#complete.shift();
  }

  /** Copies what lies where the next read goes. */
  #keep({ order, params, data, stdin }: Collected): void {
    for (const contents of [order, params, data, stdin]) {
      contents.forEach((content, index) => {
        if (content.buffer === this.#buffer.buffer) contents[index] = new Uint8Array(content);
      });
    }
  }

  #take(type: RecordType, id: number, content: Uint8Array): void {
    if (type === RECORD.BEGIN) this.#collected ??= { id, order: [], params: [], data: [], stdin: [] };
    const now = this.#collected;
    if (now === undefined || now.id !== id) throw new Error(`Cannot take record ${type}: run ${id} was not begun`);
    if (type === RECORD.BEGIN) now.order.push(content);
    else if (type === RECORD.PARAMS) now.params.push(content);
    else if (type === RECORD.DATA) now.data.push(content);
    else if (type === RECORD.STDIN && content.length > 0) now.stdin.push(content);
    else if (type === RECORD.STDIN) {
      this.#collected = undefined;
      this.#complete.push(complete(now));
    }
  }
}

function complete({ id, order: begin, params, data, stdin }: Collected): Assignment {
  const order = decodeOrder(textOf(begin));
  return {
    id,
    order,
    environment: textOf(params),
    files: order.inMemory ? (JSON.parse(textOf(data)) as Record<string, string>) : undefined,
    body: stdin.length === 0 ? NOTHING : join(stdin),
  };
}

function textOf(parts: Uint8Array[]): string {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? Buffer.from(only.buffer, only.byteOffset, only.length).toString()
    : join(parts).toString();
}

/** A copy in memory of its own. */
function join(parts: Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}
