// A part of an open file as a web stream that reads only as fast as it is taken, and closes the file however it ends. Parent process.
import type { FileHandle } from 'node:fs/promises';

const CHUNK = 65_536;

/** Owns the file from here on. Errors when the file turns out shorter, so that a cut answer is never taken for a whole one. */
export function fileStream(file: FileHandle, start: number, length: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = start;
  const end = start + length;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const bytes = new Uint8Array(Math.min(CHUNK, end - position));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
          if (bytesRead === 0) throw new Error(`Cannot read on: the file ended ${end - position} bytes early`);
          position += bytesRead;
          controller.enqueue(bytes.subarray(0, bytesRead));
        } catch (error) {
          await file.close().catch(() => {});
          controller.error(error);
          return;
        }
        if (position < end) return;
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 0 },
  );
}
