// An uploaded file, in memory or in a granted folder. Inside the context.
import fs from '../../node/fs.ts';
import path from '../../node/path.ts';
import { Buffer } from '../buffer.ts';
import { randomUUID } from '../crypto/random.ts';
import { type FormLimits, overLimit } from './limits.ts';
import type { PartSink } from './multipart.ts';
import { type PartHeader, safeFilename } from './part-header.ts';

export interface Upload {
  /** What the file was called where it came from, without folders and control characters: to show, never to open. */
  readonly filename: string;
  /** What the client says it is. */
  readonly type: string;
  readonly size: number;
  /** The content, when it is in memory. */
  readonly bytes?: Buffer;
  /** Where the content was saved. */
  readonly path?: string;
}

/** A part on its way into memory or into a file. */
export interface UploadSink extends PartSink {
  /** After end(). */
  readonly upload: Upload;
  /** Takes back what was saved: the form turned out to be bad. */
  discard(): void;
}

function describe({ filename = '', type }: PartHeader): Pick<Upload, 'filename' | 'type'> {
  return { filename: safeFilename(filename), type: type === '' ? 'application/octet-stream' : type };
}

export function memorySink(header: PartHeader, limits: FormLimits): UploadSink {
  const pieces: Buffer[] = [];
  let size = 0;
  let bytes = Buffer.alloc(0);
  return {
    write(piece) {
      size = countBytes(size, piece, limits);
      pieces.push(piece); // of a body whose pieces have memory of their own
    },
    end() {
      bytes = Buffer.concat(pieces);
    },
    get upload() {
      return { ...describe(header), size, bytes };
    },
    discard: () => undefined,
  };
}

/** The name is ours and new; only the owner may read the file. */
export function fileSink(header: PartHeader, limits: FormLimits, folder: string): UploadSink {
  const target = path.join(folder, `upload-${randomUUID()}`);
  const fd = fs.openSync(target, 'wx', 0o600);
  let size = 0;
  let open = true;
  const close = (): void => {
    if (open) fs.closeSync(fd);
    open = false;
  };
  return {
    write(piece) {
      size = countBytes(size, piece, limits);
      for (let at = 0; at < piece.length; ) at += fs.writeSync(fd, piece, at);
    },
    end: close,
    get upload() {
      return { ...describe(header), size, path: target };
    },
    discard() {
      close();
      fs.rmSync(target, { force: true });
    },
  };
}

function countBytes(before: number, piece: Buffer, { fileBytes }: FormLimits): number {
  const size = before + piece.length;
  if (size > fileBytes) throw overLimit(size, 'bytes of a file', fileBytes);
  return size;
}
