// openAsBlob: a file as a Blob. It is read at once: a run is short. Inside the context.
import { refused } from '../errors.ts';
import { validateObject, validateString } from '../validators.ts';
import { contents } from './contents.ts';

type BlobClass = new (parts: unknown[], options: { type: string }) => object;

export function openAsBlobSync(path: unknown, options: { type?: unknown } = {}): object {
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  const bytes = contents.readFile(path, undefined)();
  const { Blob } = globalThis as { Blob?: BlobClass };
  if (Blob === undefined) throw refused('fs.openAsBlob()', 'there is no Blob', 'use fs.readFileSync()');
  return new Blob([bytes], { type });
}

export function openAsBlob(path: unknown, options?: { type?: unknown }): Promise<object> {
  return Promise.resolve(openAsBlobSync(path, options));
}
