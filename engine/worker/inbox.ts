// What the worker receives: the records of one run, collected until the run can start. Worker side.
import type { Order } from '../wire/messages.ts';
import { RECORD, RecordReader } from '../wire/records.ts';

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

export interface InboxEvents {
  assigned(assignment: Assignment): void;
  aborted(id: number): void;
}

interface Collected {
  id: number;
  order: Order;
  params: Uint8Array[];
  data: Uint8Array[];
  stdin: Uint8Array[];
}

/** Returns the reader to feed with what arrives on fd 3. */
export function createInbox(events: InboxEvents): RecordReader {
  let now: Collected | undefined;
  return new RecordReader((type, id, content) => {
    if (type === RECORD.ABORT) return events.aborted(id);
    if (type === RECORD.BEGIN) {
      now = { id, order: JSON.parse(Buffer.from(content).toString()) as Order, params: [], data: [], stdin: [] };
      return;
    }
    if (now === undefined || now.id !== id) throw new Error(`Cannot take record ${type}: run ${id} was not begun`);
    if (type === RECORD.PARAMS) now.params.push(content.slice());
    else if (type === RECORD.DATA) now.data.push(content.slice());
    else if (type === RECORD.STDIN && content.length > 0) now.stdin.push(content.slice());
    else if (type === RECORD.STDIN) {
      const { order, params, data, stdin } = now;
      now = undefined;
      events.assigned({
        id,
        order,
        environment: join(params).toString(),
        files: order.inMemory ? (JSON.parse(join(data).toString()) as Record<string, string>) : undefined,
        body: join(stdin),
      });
    }
  });
}

function join(parts: Uint8Array[]): Buffer {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? Buffer.from(only.buffer, only.byteOffset, only.length)
    : Buffer.concat(parts);
}
