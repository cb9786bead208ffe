// The request body of a run: bytes that came with it, or a spooled file. Worker side.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Assignment } from './inbox.ts';

export interface Stdin {
  /** The next bytes, at most `max`; empty at the end. */
  read(max: number): Uint8Array;
  close(): void;
}

/** The body as it came with the run. */
export function openStdin({ order: { spooled, pieces }, body }: Assignment, spoolFolder: string): Stdin {
  const stdin = spooled === undefined ? stdinFromBytes(body) : stdinFromFile(join(spoolFolder, spooled));
  return pieces === undefined ? stdin : stdinInPieces(stdin, pieces);
}

function stdinFromBytes(body: Uint8Array): Stdin {
  let at = 0;
  return {
    read(max) {
      const piece = ownBytes(body.subarray(at, at + max));
      at += piece.length;
      return piece;
    },
    close() {},
  };
}

/** Opens the file at the first read: a script that ignores its body pays nothing for it. */
function stdinFromFile(path: string): Stdin {
  let fd: number | undefined;
  let buffer = new Uint8Array(0);
  return {
    read(max) {
      fd ??= openSync(path, 'r');
      // One buffer for all pieces: each is cloned into the context before the next is read, and 1 GB of garbage would outrun the collector.
      if (buffer.length !== max) buffer = new Uint8Array(max);
      const size = readSync(fd, buffer);
      return size === max ? buffer : ownBytes(buffer.subarray(0, size));
    },
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

/** The same body, of which one read gives at most one of its pieces. */
function stdinInPieces(stdin: Stdin, sizes: readonly number[]): Stdin {
  let piece = 0;
  let left = sizes[0] ?? 0;
  return {
    read(max) {
      const bytes = stdin.read(left === 0 ? max : Math.min(max, left));
      left -= Math.min(left, bytes.length);
      if (left === 0) left = sizes[++piece] ?? 0;
      return bytes;
    },
    close: () => stdin.close(),
  };
}

/** A copy with no other memory behind it: what crosses into the context is cloned with its whole buffer. */
function ownBytes(view: Uint8Array): Uint8Array {
  return view.byteLength === view.buffer.byteLength ? view : new Uint8Array(view);
}
