// writeFile of fs.promises: it also takes what can be iterated. Inside the context.
import { Buffer } from '../buffer.ts';
import { isArrayBufferView } from '../views.ts';
import { type AbortSignalLike, type Options, toOptions } from './arguments.ts';
import { contents } from './contents.ts';
import { checkSignal, promised } from './later.ts';
import { operations } from './operations.ts';

type Pieces = AsyncIterable<unknown> | Iterable<unknown>;

export function isPieces(data: unknown): data is Pieces {
  if (typeof data !== 'object' || data === null || isArrayBufferView(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}

export function signalOf(options: unknown): AbortSignalLike | undefined {
  return (options as Options | null | undefined)?.signal;
}

/** To an open file, from where it stands. */
export async function writeFileTo(fd: number, data: unknown, options: unknown): Promise<void> {
  const signal = signalOf(options);
  if (!isPieces(data)) return promised(contents.writeFile(fd, data, options), signal);
  const { encoding } = toOptions(options);
  checkSignal(signal);
  for await (const piece of data) {
    checkSignal(signal);
    const bytes = isArrayBufferView(piece) ? piece : Buffer.from(piece as string, encoding || 'utf8');
    await promised(contents.writeFile(fd, bytes, undefined), signal);
  }
}

/** To a file by its path. */
export async function writePieces(path: unknown, data: Pieces, options: Options, defaultFlag: string): Promise<void> {
  checkSignal(options.signal);
  const fd = await promised(operations.open(path, options['flag'] || defaultFlag, options['mode']));
  try {
    await writeFileTo(fd, data, options);
    if (options['flush']) await promised(operations.fsync(fd, 'fsync'));
  } finally {
    await promised(operations.close(fd));
  }
}
