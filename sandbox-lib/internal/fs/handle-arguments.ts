// The many forms of FileHandle's read() and write(). Inside the context.
import { Buffer } from '../buffer.ts';
import { kValidateObjectAllowNullable, validateBuffer, validateObject } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { type Span, toSpan } from './arguments.ts';
import { contents } from './contents.ts';
import type { Act } from './operations.ts';

/** Bytes of a read that names no buffer. */
const READ_SIZE = 16_384;

/** read(buffer, offset, length, position), read(buffer, options), read(options) */
export function readArguments(args: unknown[]): Required<Span> & { view: ArrayBufferView } {
  const [first, offset, length, position] = args;
  if (!isArrayBufferView(first)) {
    if (first !== undefined) validateObject(first, 'options', kValidateObjectAllowNullable);
    const params = (first ?? {}) as Span & { buffer?: unknown };
    const view = params.buffer === undefined ? Buffer.alloc(READ_SIZE) : params.buffer;
    validateBuffer(view);
    return { view, ...wholeSpan(params, view) };
  }
  if (typeof offset === 'object' && offset !== null) return { view: first, ...wholeSpan(offset, first) };
  return { view: first, ...wholeSpan({ offset: offset ?? 0, length, position }, first) };
}

/** A length of null means the rest here, not nothing. */
function wholeSpan(given: Span, view: ArrayBufferView): Required<Span> {
  const span = toSpan(given, view);
  return { ...span, length: span.length ?? view.byteLength - (span.offset as number) };
}

/** write(buffer, offset, length, position), write(buffer, options), write(text, position, encoding) */
export function writeArguments(fd: number, args: unknown[]): Act<number> {
  const [data, offset, length, position] = args;
  if (!isArrayBufferView(data)) return contents.writeText(fd, data, offset, length);
  if (typeof offset !== 'object') return contents.write(fd, data, offset, length, position);
  const span = toSpan(offset, data);
  return contents.write(fd, data, span.offset, span.length, span.position);
}
