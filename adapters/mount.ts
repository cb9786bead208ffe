// Where a handler is mounted, and what of a request's path lies below: the route '/cgi-bin/*' means '/cgi-bin'. Pure.
import { inspect } from 'node:util';
import { CgiError } from '../engine/index.ts';

/**
 * The part of a request's path that belongs to the mount, decoded, without trailing slash.
 * @param route the route's pattern, base path included: '/cgi-bin/*', '/:site/cgi-bin/*', '*'
 * @param path the request's path, percent-encoded; it gives the parameters of the route their values
 */
export function mountOf(route: string, path: string): string {
  const names = route.split('/').filter((name) => name !== '');
  // The last name is the wildcard, or the script itself: never part of the mount.
  const depth = names.length - 1;
  if (depth <= 0) return '';
  const fixed = names.slice(0, depth);
  if (fixed.every((name) => !/[:*{]/.test(name))) return `/${fixed.join('/')}`;
  const actual = path.split('/').filter((name) => name !== '');
  return `/${actual.slice(0, depth).map(decodeName).join('/')}`;
}

/**
 * A mount as it is given in an option.
 *
 * @throws CgiError BAD_OPTION
 */
export function checkMount(mount: unknown): void {
  if (mount === '' || (typeof mount === 'string' && mount.startsWith('/'))) return;
  throw new CgiError('BAD_OPTION', `Cannot use option "mount": it must start with a slash: ${inspect(mount)}`);
}

/** Path and query below the mount, both raw. The path is '' where the request names the mount itself without a slash. */
export function pathBelow(mount: string, target: string): { readonly path: string; readonly query: string } {
  const { path, query } = split(target);
  let position = 0;
  for (const name of mount.split('/')) {
    if (name === '') continue;
    while (path[position] === '/') position += 1;
    const end = path.indexOf('/', position);
    position = end === -1 ? path.length : end;
  }
  return { path: path.slice(position), query };
}

/** The target whose path below the mount is what a rewrite rule makes of the request's path. The query stays. */
export function rewriteTarget(target: string, mount: string, rule: (path: string) => string): string {
  const { path, query } = split(target);
  const below = rule(path);
  const prefix = mount.split('/').map(encodeURIComponent).join('/');
  return `${prefix}${below.startsWith('/') ? '' : '/'}${below}${query === '' ? '' : `?${query}`}`;
}

function split(target: string): { readonly path: string; readonly query: string } {
  const origin = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = origin.indexOf('?');
  if (mark === -1) return { path: origin, query: '' };
  return { path: origin.slice(0, mark), query: origin.slice(mark + 1) };
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // no script has such a path: the engine refuses it
  }
}
