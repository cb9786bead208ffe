// duplexPair(): what is written to one end is read from the other. Inside the context.
// https://nodejs.org/api/stream.html#streamduplexpairoptions
import { nextTick } from '../loop.ts';
import { Duplex } from './duplex.ts';
import type { Done, DuplexOptions, Duplex as DuplexType } from './types.ts';

class End extends Duplex {
  #other: End | undefined;
  /** Of a write that the other end has not read yet. */
  #callback: Done | undefined;

  static join(one: End, other: End): void {
    one.#other = other;
    other.#other = one;
  }

  override _read(): void {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  }

  override _write(chunk: unknown, _encoding: string, done: Done): void {
    const other = this.#other;
    if (other === undefined || (chunk as { length?: number }).length === 0) {
      nextTick(() => done());
      return;
    }
    other.push(chunk);
    other.#callback = done;
  }

  override _final(done: Done): void {
    this.#other?.on('end', done);
    this.#other?.push(null);
  }

  override _destroy(error: Error | null, done: Done): void {
    const other = this.#other;
    if (other !== undefined && !other.destroyed) {
      nextTick(() => {
        if (other.destroyed) return;
        // The error is this end's: the other one merely closes.
        if (error) other.destroy();
        else other.push(null);
      });
    }
    done(error);
  }
}

export function duplexPair(options?: DuplexOptions): [DuplexType, DuplexType] {
  const ends: [End, End] = [new End(options), new End(options)];
  End.join(...ends);
  return ends;
}
