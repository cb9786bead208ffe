// The request body of a run: bytes that came with it, or a spooled file. Worker side.
import { closeSync, openSync, readSync } from 'node:fs';

export interface Stdin {
  /** The next bytes, at most `max`; empty at the end. */
  read(max: number): Uint8Array;
  close(): void;
}

export function stdinFromBytes(body: Uint8Array): Stdin {
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
export function stdinFromFile(path: string): Stdin {
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

/** A copy with no other memory behind it: what crosses into the context is cloned with its whole buffer. */
function ownBytes(view: Uint8Array): Uint8Array {
  return view.byteLength === view.buffer.byteLength ? view : new Uint8Array(view);
}
