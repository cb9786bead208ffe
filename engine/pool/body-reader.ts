// Reads the source of a request body piece by piece, as long as somebody waits for it. Parent side.
import { isUint8Array } from 'node:util/types';
import { CgiError } from '../errors.ts';

export class BodyReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #isWanted: () => boolean;

  /** `isWanted`: whether somebody waits for more. */
  constructor(source: AsyncIterable<Uint8Array>, isWanted: () => boolean) {
    this.#source = source[Symbol.asyncIterator]();
    this.#isWanted = isWanted;
  }

  /** Undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await this.#source.next();
    } catch (cause) {
      throw new CgiError('BODY_ABORTED', 'Cannot read the request body: its sender went away', { cause });
    }
    if (!this.#isWanted()) throw new Error('Cannot read a body: nobody waits for it any more');
    if (next.done) return undefined;
    // A Node stream with an encoding gives strings, whatever the types say.
    if (isUint8Array(next.value)) return next.value;
    const kind = typeof next.value;
    throw new CgiError('BAD_OPTION', `Cannot read the request body: a piece of it is no bytes but ${kind}`);
  }

  /** Tells the source that nobody takes the rest. */
  async stop(): Promise<void> {
    try {
      await this.#source.return?.();
    } catch {
      // Whatever it has to say, the body is refused for another reason.
    }
  }
}
