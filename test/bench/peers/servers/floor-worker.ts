// The least a worker can do: takes requests of a fixed size by blocking, answers them, and spends a bare context on each or nothing.
// floor-worker.ts context|echo IN OUT BYTES
import { openSync, readSync, writeSync } from 'node:fs';
import { BareContexts } from '../../bare-contexts.ts';

/** V8 leaves some of its work to the event loop, in the product as well. */
const TURN_EVERY = 50;
const READ_SIZE = 65_536;

const [, , kind, input = '', output = '', bytes] = process.argv;
const RECORD = Number(bytes);
const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
// In this order: the parent opens them so.
const [from, to] = [openSync(input, 'r'), openSync(output, 'w')];
await (kind === 'context' ? serveContexts() : serveEcho());

/** Whole records: all that clients wait for together is far less than a pipe takes at once. */
function read(): number {
  return readSync(from, buffer, 0, READ_SIZE, null);
}

async function serveEcho(): Promise<void> {
  for (let size = read(); size > 0; size = read()) writeSync(to, buffer, 0, size);
}

/** Each request has the context that is ready, and the next one is made when its answer is on its way. */
async function serveContexts(): Promise<void> {
  const contexts = new BareContexts();
  let context = contexts.make();
  let runs = 0;
  for (let size = read(); size > 0; size = read()) {
    for (let rest = size; rest > 0; rest -= RECORD) {
      // One write for all that were handed over together: the parent is woken once.
      if (rest === RECORD) writeSync(to, buffer, 0, size);
      context.release();
      context = contexts.make();
      if (++runs % TURN_EVERY === 0) await new Promise(setImmediate);
    }
  }
}
