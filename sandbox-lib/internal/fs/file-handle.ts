// FileHandle: an open file of fs.promises. Inside the context. https://nodejs.org/api/fs.html#class-filehandle

import EventEmitter from '../../node/events.ts';
import readline from '../../node/readline.ts';
import { nodeError } from '../errors.ts';
import { validateBoolean, validateObject } from '../validators.ts';
import type { AbortSignalLike } from './arguments.ts';
import { contents } from './contents.ts';
import { readArguments, writeArguments } from './handle-arguments.ts';
import { isFileHandle, kRef, kUnref, markHandles } from './handle-symbols.ts';
import { promised } from './later.ts';
import { type Act, operations } from './operations.ts';
import { ReadStream } from './read-stream.ts';
import { writeFileTo } from './write-iterable.ts';
import { WriteStream } from './write-stream.ts';

interface Closing {
  readonly promise: Promise<void>;
  readonly resolve: (value: Promise<void>) => void;
}

/** Runs work on the descriptor; the handle stays open as long. `name` is what node's error says. */
async function hold<T>(handle: FileHandle, name: string, work: (fd: number) => Promise<T>): Promise<T> {
  if (!isFileHandle(handle)) {
    throw nodeError('ERR_INTERNAL_ASSERTION', 'handle must be an instance of FileHandle');
  }
  const { fd } = handle;
  if (fd === -1) throw Object.assign(new Error('file closed'), { code: 'EBADF', syscall: name });
  handle[kRef]();
  try {
    return await work(fd);
  } finally {
    handle[kUnref]();
  }
}

function use<T>(handle: FileHandle, name: string, make: (fd: number) => Act<T>, signal?: AbortSignalLike): Promise<T> {
  return hold(handle, name, async (fd) => promised(make(fd), signal));
}

export class FileHandle extends EventEmitter {
  #fd: number;
  #refs = 1;
  #closing: Closing | undefined;
  #locked = false;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  get fd(): number {
    return this.#fd;
  }

  getAsyncId(): number {
    return 0;
  }

  appendFile(data: unknown, options?: unknown): Promise<void> {
    return hold(this, 'writeFile', (fd) => writeFileTo(fd, data, options));
  }

  writeFile(data: unknown, options?: unknown): Promise<void> {
    return hold(this, 'writeFile', (fd) => writeFileTo(fd, data, options));
  }

  chmod(mode: unknown): Promise<void> {
    return use(this, 'fchmod', (fd) => operations.fchmod(fd, mode));
  }

  chown(uid: unknown, gid: unknown): Promise<void> {
    return use(this, 'fchown', (fd) => operations.fchown(fd, uid, gid));
  }

  datasync(): Promise<void> {
    return use(this, 'fdatasync', (fd) => operations.fsync(fd, 'fdatasync'));
  }

  sync(): Promise<void> {
    return use(this, 'fsync', (fd) => operations.fsync(fd, 'fsync'));
  }

  async read(...args: unknown[]): Promise<{ bytesRead: number; buffer: unknown }> {
    let buffer: unknown;
    const bytesRead = await use(this, 'read', (fd) => {
      const given = readArguments(args);
      buffer = given.view;
      return contents.read(fd, given.view, given.offset, given.length, given.position);
    });
    return { __proto__: null, bytesRead, buffer } as never; // node's has no prototype either
  }

  async readv(buffers: unknown, position?: unknown): Promise<{ bytesRead: number; buffers: unknown }> {
    const bytesRead = await use(this, 'readv', (fd) => contents.readv(fd, buffers, position));
    return { __proto__: null, bytesRead, buffers } as never;
  }

  readFile(options?: unknown): Promise<string | Uint8Array> {
    const signal = (options as { signal?: AbortSignalLike } | null | undefined)?.signal;
    return use(this, 'readFile', (fd) => contents.readFile(fd, options), signal);
  }

  readLines(options?: Record<string, unknown>): unknown {
    const { createInterface } = readline as { createInterface(options: object): unknown }; // the module's members are lazy
    return createInterface({ input: this.createReadStream(options), crlfDelay: Number.POSITIVE_INFINITY });
  }

  stat(options: Record<string, unknown> = {}): Promise<unknown> {
    return use(this, 'fstat', (fd) => {
      validateObject(options, 'options');
      return operations.fstat(fd, options);
    });
  }

  truncate(len: unknown = 0): Promise<void> {
    return use(this, 'ftruncate', (fd) => operations.ftruncate(fd, len));
  }

  utimes(atime: unknown, mtime: unknown): Promise<void> {
    return use(this, 'futimes', (fd) => operations.futimes(fd, atime, mtime));
  }

  async write(...args: unknown[]): Promise<{ bytesWritten: number; buffer: unknown }> {
    const [buffer] = args;
    const isEmpty = (buffer as { byteLength?: number } | null | undefined)?.byteLength === 0;
    const bytesWritten = await use(this, 'write', (fd) => (isEmpty ? () => 0 : writeArguments(fd, args)));
    return { __proto__: null, bytesWritten, buffer } as never;
  }

  async writev(buffers: unknown, position?: unknown): Promise<{ bytesWritten: number; buffers: unknown }> {
    const bytesWritten = await use(this, 'writev', (fd) => contents.writev(fd, buffers, position));
    return { __proto__: null, bytesWritten, buffers } as never;
  }

  createReadStream(options?: Record<string, unknown>): ReadStream {
    return new ReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options?: Record<string, unknown>): WriteStream {
    return new WriteStream(undefined, { ...options, fd: this });
  }

  /** The file as a web stream of bytes. */
  readableWebStream(options: { autoClose?: unknown } = {}): unknown {
    if (this.#fd === -1) throw nodeError('ERR_INVALID_STATE', 'The FileHandle is closed');
    if (this.#closing) throw nodeError('ERR_INVALID_STATE', 'The FileHandle is closing');
    if (this.#locked) throw nodeError('ERR_INVALID_STATE', 'The FileHandle is locked');
    validateObject(options, 'options');
    const { autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    this.#locked = true;
    this[kRef]();
    const finish = async () => {
      this[kUnref]();
      if (autoClose) await this.close();
    };
    return webStreamOf(this, finish);
  }

  // An own property, as node's: it is handed around without its object.
  close = (): Promise<void> => {
    if (this.#fd === -1 && this.#closing === undefined) return Promise.resolve();
    if (this.#closing !== undefined) return this.#closing.promise;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = { promise, resolve };
    this[kUnref]();
    this.emit('close');
    return promise;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  [kRef](): void {
    this.#refs++;
  }

  [kUnref](): void {
    this.#refs--;
    if (this.#refs > 0) return;
    const fd = this.#fd;
    this.#fd = -1;
    const closed = promised(operations.close(fd));
    this.#closing?.resolve(closed);
    this.#closing = undefined;
  }
}

markHandles(FileHandle.prototype);

interface ByteController {
  readonly byobRequest: { readonly view: Uint8Array; respond(count: number): void };
  close(): void;
}
type WebStreamClass = new (source: object) => { cancel(): Promise<void>; readonly locked: boolean };

function webStreamOf(handle: FileHandle, finish: () => Promise<void>): unknown {
  const { ReadableStream } = globalThis as unknown as { ReadableStream: WebStreamClass };
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: 16_384,
    async pull(controller: ByteController) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, 0, view.byteLength);
      if (bytesRead === 0) {
        controller.close();
        await finish();
      }
      controller.byobRequest.respond(bytesRead);
    },
    cancel: finish,
  });
}
