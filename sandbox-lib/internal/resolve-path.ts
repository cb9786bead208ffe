// The one piece of node:path the core needs without instantiating it. Inside the context.

/** Resolves `path` against an absolute `folder`, textually: '.', '..' and doubled slashes go. */
export function resolvePath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
