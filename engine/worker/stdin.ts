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
      const piece = body.subarray(at, at + max);
      at += piece.length;
      return piece;
    },
    close() {},
  };
}

/** Opens the file at the first read: a script that ignores its body pays nothing for it. */
export function stdinFromFile(path: string): Stdin {
  let fd: number | undefined;
  return {
    read(max) {
      fd ??= openSync(path, 'r');
      const piece = new Uint8Array(max);
      return piece.subarray(0, readSync(fd, piece));
    },
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}
