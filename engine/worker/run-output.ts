// What one run writes: stdout on its way to the parent, stderr up to its cap. Worker side.
import { RECORD } from '../wire/records.ts';
import type { Outbox } from './outbox.ts';

/** Longest piece of unsent output that is shown. */
const MAX_UNSENT = 2048;

export class RunOutput {
  readonly #outbox: Outbox;
  readonly #run: number;
  readonly #maxStderr: number;
  #isCut = false;
  /** First bytes of what was written after the cut: they tell how far the script came. */
  unsent: string | undefined;
  stderrBytes = 0;

  constructor(outbox: Outbox, run: number, maxStderr: number) {
    this.#outbox = outbox;
    this.#run = run;
    this.#maxStderr = maxStderr;
  }

  /** From here on stdout is no part of the answer any more. */
  cut(): void {
    this.#isCut = true;
  }

  write(piece: string | Uint8Array): void {
    if (this.#isCut) this.unsent ??= firstOf(piece);
    else if (typeof piece === 'string') this.#outbox.addText(RECORD.STDOUT, this.#run, piece);
    else this.#outbox.add(RECORD.STDOUT, this.#run, piece);
  }

  /** What is beyond the cap is only counted. */
  writeError(bytes: Uint8Array): void {
    const room = this.#maxStderr - this.stderrBytes;
    this.stderrBytes += bytes.length;
    if (room > 0) this.#outbox.add(RECORD.STDERR, this.#run, bytes.subarray(0, room));
  }
}

function firstOf(piece: string | Uint8Array): string {
  return typeof piece === 'string' ? piece.slice(0, MAX_UNSENT) : Buffer.from(piece.subarray(0, MAX_UNSENT)).toString();
}
