// An in-memory script takes a place under the root, so that it may require real modules beside its own. Parent side.
import { dirname, join, resolve } from 'node:path';
import type { LocatedScript } from './cgi/index.ts';
import { CgiError } from './errors.ts';
import type { MemoryScript } from './types.ts';

/** @throws CgiError BAD_OPTION when a name leaves the root */
export function placeMemoryScript(
  script: MemoryScript,
  root: string,
): { readonly located: LocatedScript; readonly files: Readonly<Record<string, string>> } {
  const filename = script.filename ?? 'script.js';
  const path = place(filename, root, root);
  const files: Record<string, string> = { [path]: script.source };
  for (const [name, source] of Object.entries(script.modules ?? {})) files[place(name, dirname(path), root)] = source;
  const scriptName = `/${path.slice(root === '/' ? 1 : root.length + 1)}`;
  const nph = filename.startsWith('nph-');
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
