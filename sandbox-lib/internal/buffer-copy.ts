// Buffer.prototype.copy. Inside the context. https://nodejs.org/api/buffer.html#bufcopytarget-targetstart-sourcestart-sourceend
import { nodeError } from './errors.ts';
import { isArrayBufferView } from './views.ts';

const { set } = Uint8Array.prototype;

/** What node takes for a position: whole numbers as they are, the rest rounded down, nonsense as zero. */
function toPosition(given: unknown): number {
  const number = +(given as number); // not Number(): a BigInt is refused
  return Number.isFinite(number) ? Math.floor(number) : 0;
}

function bytesOf(view: ArrayBufferView, start: number, end: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, end - start);
}

/** Copies as much of the source range as fits behind `targetStart`, overlapping or not. Returns how many bytes that were. */
export function copyBytes(
  source: unknown,
  target: unknown,
  targetStart: unknown,
  sourceStart: unknown,
  sourceEnd: unknown,
): number {
  if (!isArrayBufferView(source)) throw nodeError('ERR_INVALID_ARG_TYPE', 'source', ['Buffer', 'Uint8Array'], source);
  if (!isArrayBufferView(target)) throw nodeError('ERR_INVALID_ARG_TYPE', 'target', ['Buffer', 'Uint8Array'], target);
  const size = source.byteLength;
  const at = targetStart === undefined ? 0 : toPosition(targetStart);
  if (at < 0) throw nodeError('ERR_OUT_OF_RANGE', 'targetStart', '>= 0', at);
  const from = sourceStart === undefined ? 0 : toPosition(sourceStart);
  if (from < 0 || from > size) throw nodeError('ERR_OUT_OF_RANGE', 'sourceStart', `>= 0 && <= ${size}`, from);
  const to = sourceEnd === undefined ? size : toPosition(sourceEnd);
  if (to < 0) throw nodeError('ERR_OUT_OF_RANGE', 'sourceEnd', '>= 0', to);
  const room = target.byteLength - at;
  const count = Math.min(Math.min(to, size) - from, room);
  if (count <= 0) return 0;
  set.call(bytesOf(target, at, at + count), bytesOf(source, from, from + count));
  return count;
}
