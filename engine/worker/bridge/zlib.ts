// node:zlib for the context: whole buffers in one crossing, streams as engines the host keeps and works step by step. Worker side; the
// other end is sandbox-lib/internal/zlib.
import { constants, crc32 } from 'node:zlib';
import type { ZlibBridge } from '../../../sandbox-lib/bridge.ts';
import type { Run } from '../run.ts';
import { fail, invalid } from './failure.ts';
import { type Handler, type Result, toBytes } from './handler.ts';
import { unpack } from './packed.ts';
import { type Engine, KINDS, readOptions } from './zlib-engines.ts';

const MAX_ROOM = 1 << 20;
const HEADER = 8;
const NONE = new Uint8Array(0);

/** A stream: its engine and the input of the last step that is not used up. */
class Stream {
  readonly engine: Engine;
  readonly maxFlush: number;
  error: Error | undefined;
  #input: Uint8Array = NONE;
  #at = 0;

  constructor(engine: Engine, maxFlush: number) {
    this.engine = engine;
    this.maxFlush = maxFlush;
    engine._handle.onerror = (message, errno, code) => {
      this.error = Object.assign(new Error(message), { errno, code });
    };
  }

  /** One step: the output behind what is left of input and room. */
  step(flush: number, input: Uint8Array | undefined, room: number): Uint8Array {
    if (input !== undefined) {
      this.#input = input;
      this.#at = 0;
    }
    const size = this.#input.length - this.#at;
    const out = new Uint8Array(HEADER + room);
    this.engine._handle.writeSync(flush, this.#input, this.#at, size, out, HEADER, room);
    const [roomLeft = 0, inputLeft = 0] = this.engine._writeState;
    this.#at = this.#input.length - inputLeft;
    if (inputLeft === 0) this.#input = NONE;
    if (inputLeft === 0) this.#at = 0;
    new DataView(out.buffer).setUint32(0, inputLeft, true);
    new DataView(out.buffer).setUint32(4, roomLeft, true);
    return roomLeft === 0 ? out : out.slice(0, out.length - roomLeft);
  }
}

function find(run: Run, id: unknown): Stream | undefined {
  const object = run.objects.get(id);
  return object instanceof Stream ? object : undefined;
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

/** Whatever node:zlib throws is the library's to throw again. */
function attempt(run: Run, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return fail(run, error);
  }
}

export const zlibHandlers: Readonly<Record<keyof ZlibBridge, Handler>> = {
  zlibRun(run, [name, given, packed, ...bytes]) {
    const kind = KINDS.get(name);
    const data = typeof given === 'string' ? given : toBytes(given);
    const args = unpack(packed, bytes);
    if (kind === undefined || data === undefined || args === undefined) return invalid(run);
    return attempt(run, () => {
      const options = readOptions(args[0], run.settings);
      const refusal = run.objects.refusal(kind.weigh(options));
      if (refusal !== undefined) return fail(run, refusal);
      const { buffer, engine } = kind.run(data, { ...options, info: true });
      const result = new Uint8Array(4 + buffer.length);
      new DataView(result.buffer).setUint32(0, engine.bytesWritten, true);
      result.set(buffer, 4);
      return result;
    });
  },
  zlibOpen(run, [name, packed, ...bytes]) {
    const kind = KINDS.get(name);
    const args = unpack(packed, bytes);
    if (kind === undefined || args === undefined) return invalid(run);
    return attempt(run, () => {
      const options = readOptions(args[0], run.settings);
      const weight = kind.weigh(options);
      const refusal = run.objects.refusal(weight);
      if (refusal !== undefined) return fail(run, refusal);
      const stream = new Stream(kind.make(options), kind.maxFlush);
      return run.objects.add(stream, weight, () => stream.engine._handle.close());
    });
  },
  zlibWrite(run, [id, flush, given, max]) {
    const stream = find(run, id);
    const input = given === undefined ? undefined : toBytes(given);
    // The native part aborts the process on numbers it does not know.
    if (stream === undefined || !isWhole(flush, 0, stream.maxFlush) || !isWhole(max, 1, MAX_ROOM)) return invalid(run);
    if (given !== undefined && input === undefined) return invalid(run);
    return attempt(run, () => {
      const output = stream.step(flush, input, max);
      const { error } = stream;
      stream.error = undefined;
      return error === undefined ? output : fail(run, error);
    });
  },
  zlibParams(run, [id, level, strategy]) {
    const stream = find(run, id);
    if (stream === undefined || !isWhole(level, -1, 9) || !isWhole(strategy, 0, 4)) return invalid(run);
    return change(run, stream, () => stream.engine._handle.params(level, strategy));
  },
  zlibReset(run, [id]) {
    const stream = find(run, id);
    return stream === undefined ? invalid(run) : change(run, stream, () => stream.engine._handle.reset());
  },
  zlibClose(run, [id]) {
    if (find(run, id) !== undefined) run.objects.release(id);
    return 0;
  },
  crc32(_run, [given, value]) {
    const data = typeof given === 'string' ? given : toBytes(given);
    return data === undefined || !isWhole(value, 0, 0xffffffff) ? 0 : crc32(data, value);
  },
  zlibConstants: () => JSON.stringify(constants),
};

/** An engine reports what goes wrong through a callback, and throws for what must not be. */
function change(run: Run, stream: Stream, work: () => void): Result {
  return attempt(run, () => {
    work();
    const { error } = stream;
    stream.error = undefined;
    return error === undefined ? 0 : fail(run, error);
  });
}
