// A job as it goes into a worker's pipe. Parent side.
import { encodeOrder } from '../wire/order.ts';
import { appendRecords, RECORD } from '../wire/records.ts';
import type { Job } from './job.ts';

/** The records of a run, the empty STDIN last. With `until` it waits for its turn in the worker (see Order). */
export function assignmentOf(id: number, job: Job, until?: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const order = until === undefined ? job.order : { ...job.order, until };
  appendRecords(parts, RECORD.BEGIN, id, Buffer.from(encodeOrder(order)));
  appendRecords(parts, RECORD.PARAMS, id, Buffer.from(job.environment));
  if (job.files !== undefined) appendRecords(parts, RECORD.DATA, id, Buffer.from(JSON.stringify(job.files)));
  for (const chunk of job.body ?? []) if (chunk.length > 0) appendRecords(parts, RECORD.STDIN, id, chunk);
  appendRecords(parts, RECORD.STDIN, id, new Uint8Array(0));
  return parts;
}
