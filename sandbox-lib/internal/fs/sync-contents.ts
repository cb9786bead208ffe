// The …Sync functions of fs that move bytes. Inside the context. https://nodejs.org/api/fs.html
import { validateBuffer, validateObject } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { type Span, toSpan } from './arguments.ts';
import { contents } from './contents.ts';

function readFileSync(path: unknown, options?: unknown): string | Uint8Array {
  return contents.readFile(path, options)();
}

function writeFileSync(path: unknown, data: unknown, options?: unknown): void {
  contents.writeFile(path, data, options)();
}

function appendFileSync(path: unknown, data: unknown, options?: unknown): void {
  contents.appendFile(path, data, options)();
}

function readSync(
  fd: unknown,
  buffer: unknown,
  offsetOrOptions?: unknown,
  length?: unknown,
  position?: unknown,
): number {
  validateBuffer(buffer);
  // biome-ignore lint/complexity/noArguments: node tells the two forms apart by their number
  if (arguments.length > 3 && typeof offsetOrOptions !== 'object') {
    return contents.read(fd, buffer, offsetOrOptions, length, position)();
  }
  if (offsetOrOptions !== undefined && offsetOrOptions !== null) validateObject(offsetOrOptions, 'options');
  const span = toSpan(offsetOrOptions as Span | null | undefined, buffer); // an object by the check before
  return contents.read(fd, buffer, span.offset, span.length, span.position)();
}

function readvSync(fd: unknown, buffers: unknown, position?: unknown): number {
  return contents.readv(fd, buffers, position)();
}

function writeSync(
  fd: unknown,
  buffer: unknown,
  offsetOrOptions?: unknown,
  length?: unknown,
  position?: unknown,
): number {
  if (!isArrayBufferView(buffer)) return contents.writeText(fd, buffer, offsetOrOptions, length)();
  if (typeof offsetOrOptions !== 'object') return contents.write(fd, buffer, offsetOrOptions, length, position)();
  const span = toSpan(offsetOrOptions as Span | null, buffer);
  return contents.write(fd, buffer, span.offset, span.length, span.position)();
}

function writevSync(fd: unknown, buffers: unknown, position?: unknown): number {
  return contents.writev(fd, buffers, position)();
}

/** What fs gets from here. */
export const syncContents = {
  __proto__: null as never, // a dictionary: a fresh context makes it six times as fast as an ordinary object
  readFileSync,
  writeFileSync,
  appendFileSync,
  readSync,
  readvSync,
  writeSync,
  writevSync,
};
