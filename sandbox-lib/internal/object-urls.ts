// URL.createObjectURL() and its kin: names for Blobs that live as long as the run. Inside the context.
// https://nodejs.org/api/url.html#urlcreateobjecturlblob
import { Blob, bytesOfBlob } from '../globals/blob.ts';
import { randomUUID } from './crypto/random.ts';
import { nodeError } from './errors.ts';
import { SafeMap } from './safe-collections.ts';

/** As the parser of URLs would take it: spaces around and what follows the path do not count. */
const NAME = /^[\0- ]*blob:nodedata:([^:#?\0- ]*)(?:[#?].*|[\0- ]*)$/s;
const blobs = new SafeMap<string, Blob>();

export function createObjectURL(object: unknown): string {
  if (bytesOfBlob(object) === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'obj', 'Blob', object);
  const id = randomUUID();
  blobs.set(id, object as Blob); // it has bytes
  return `blob:nodedata:${id}`;
}

export function revokeObjectURL(url: unknown): void {
  const id = NAME.exec(`${url}`)?.[1];
  if (id !== undefined) blobs.delete(id);
}

/** A Blob of the same bytes; undefined for a URL that names none. */
export function resolveObjectURL(url: unknown): Blob | undefined {
  const blob = blobs.get(NAME.exec(`${url}`)?.[1] ?? '');
  return blob === undefined ? undefined : new Blob([blob], { type: blob.type });
}

/** The next run of this context has names of its own. */
export function resetObjectUrls(): void {
  blobs.clear();
}
