// The sizes of the pieces in which a body arrives, for a run that is to see them. Parent side.
import { isUint8Array } from 'node:util/types';
import type { BodySource } from './spool.ts';

/** As many as an order to a worker has room for. */
const MAX_PIECES = 4096;

/** The same body; `sizes` is complete when it has been read. */
export async function* countPieces(
  source: NonNullable<BodySource>,
  sizes: number[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const whole = typeof source === 'string' ? Buffer.from(source) : source;
  for await (const piece of isUint8Array(whole) ? [whole] : whole) {
    // An empty piece would be the end of the body.
    if (piece.length > 0 && sizes.length < MAX_PIECES) sizes.push(piece.length);
    yield piece;
  }
}
