// One engine of the host: a small number there, and what it needs to be made and driven. Inside the context.
import { outputLimit } from '../../node/zlib.ts';
import { host } from '../host.ts';
import { ownView } from '../own-view.ts';
import { hostError, type Packed, pack } from '../packing.ts';
import type { KindName } from './kinds.ts';

const FIELDS = [
  ...['chunkSize', 'flush', 'finishFlush', 'windowBits', 'level', 'memLevel', 'strategy', 'dictionary', 'params'],
  ...['maxOutputLength', 'rejectGarbageAfterEnd', 'pledgedSrcSize'],
];
const MAX_ROOM = 1 << 20;
const NONE: Packed = { text: '[]', bytes: [] };

/** The options that are the engine's; the host's node checks them. */
export function packOptions(options: unknown): Packed {
  const isLimited = outputLimit !== Number.MAX_SAFE_INTEGER;
  if (!options && !isLimited) return NONE;
  const picked: Record<string, unknown> = isLimited ? { maxOutputLength: outputLimit } : {};
  let any = isLimited;
  for (const name of FIELDS) {
    const value = (options as Record<string, unknown> | undefined)?.[name];
    if (value === undefined) continue;
    picked[name] = value;
    any = true;
  }
  return any ? pack([picked]) : NONE;
}

/** What one step did. */
export interface Step {
  readonly output: Uint8Array;
  readonly inputLeft: number;
  readonly roomLeft: number;
}

export class Engine {
  readonly #id: number;

  constructor(kind: KindName, options: unknown) {
    const { text, bytes } = packOptions(options);
    const id = host('zlibOpen', kind, text, ...bytes);
    if (id < 0) throw hostError();
    this.#id = id;
  }

  /** Takes input, or goes on with what is left of it, for at most `room` bytes of output. */
  write(flush: number, input: Uint8Array | undefined, room: number): Step {
    const result = host('zlibWrite', this.#id, flush, input && ownView(input), Math.min(room, MAX_ROOM));
    if (typeof result === 'number') throw hostError();
    const view = new DataView(result.buffer, result.byteOffset, 8);
    return { output: result.subarray(8), inputLeft: view.getUint32(0, true), roomLeft: view.getUint32(4, true) };
  }

  params(level: number, strategy: number): void {
    if (host('zlibParams', this.#id, level, strategy) < 0) throw hostError();
  }

  reset(): void {
    if (host('zlibReset', this.#id) < 0) throw hostError();
  }

  close(): void {
    host('zlibClose', this.#id);
  }
}
