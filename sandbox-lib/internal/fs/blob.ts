// openAsBlob: a file as a Blob. Its bytes are read at once, as a run is short; when the file has changed by the time somebody wants them, they
// are refused, as in node. Inside the context. https://nodejs.org/api/fs.html#fsopenasblobpath-options
import { makeFileBlob } from '../../globals/blob.ts';
import { validateObject, validateString } from '../validators.ts';
import { contents } from './contents.ts';
import { operations } from './operations.ts';

interface Version {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
}

function versionOf(path: unknown): Version | undefined {
  try {
    return operations.stat(path, { bigint: true }, 'stat')() as unknown as Version; // as asked for
  } catch {
    return undefined;
  }
}

export function openAsBlobSync(path: unknown, options: { type?: unknown } = {}): object {
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  const before = versionOf(path);
  const bytes = contents.readFile(path, undefined)() as Uint8Array; // without an encoding
  return makeFileBlob(bytes, type, () => {
    const now = versionOf(path);
    return now?.ino === before?.ino && now?.size === before?.size && now?.mtimeNs === before?.mtimeNs;
  });
}

export function openAsBlob(path: unknown, options?: { type?: unknown }): Promise<object> {
  return Promise.resolve(openAsBlobSync(path, options));
}
