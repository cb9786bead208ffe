// An in-memory script takes a place under the root, so that it may require real modules beside its own. Parent side.
import { basename, dirname, join, resolve } from 'node:path';
import type { LocatedScript } from './cgi/index.ts';
import { CgiError } from './errors.ts';
import type { MemoryScript } from './types.ts';

/** @throws CgiError BAD_OPTION when a name leaves the root, and for a source that is no text */
export function placeMemoryScript(
  script: MemoryScript,
  root: string,
): { readonly located: LocatedScript; readonly files: Readonly<Record<string, string>> } {
  const filename = script.filename ?? 'script.js';
  const path = place(filename, root, root);
  const files: Record<string, string> = { [path]: textOf(script.source, filename) };
  for (const [name, source] of Object.entries(script.modules ?? {}))
    files[place(name, dirname(path), root)] = textOf(source, name);
  const scriptName = `/${path.slice(root === '/' ? 1 : root.length + 1)}`;
  const nph = basename(path).startsWith('nph-');
  return { located: { kind: 'script', script: path, scriptName, pathInfo: undefined, nph }, files };
}

function place(name: string, folder: string, root: string): string {
  const path = resolve(folder, name);
  if (name !== '' && !name.includes('\0') && path.startsWith(join(root, '/'))) return path;
  throw new CgiError(
    'BAD_OPTION',
    `Cannot place in-memory file ${JSON.stringify(name)}: it is not a name under "${root}"`,
  );
}

/** The compiler does not see it in plain JavaScript. */
function textOf(source: unknown, name: string): string {
  if (typeof source === 'string') return source;
  throw new CgiError('BAD_OPTION', `Cannot run in-memory file ${JSON.stringify(name)}: its source is ${typeof source}`);
}
