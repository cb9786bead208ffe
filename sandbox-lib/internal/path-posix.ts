// path.posix: paths with '/'. Inside the context. https://nodejs.org/api/path.html

import { matchesGlob } from './glob.ts';
import {
  cutSuffix,
  findExtension,
  findLastSegment,
  formatPath,
  normalizeSegments,
  type ParsedPath,
  type PathModule,
  relativeSegments,
  SLASH,
} from './path-parts.ts';
import { win32 } from './path-win32.ts';
import { cwd } from './process-view.ts';
import { validateString } from './validators.ts';

function isSlash(code: number): boolean {
  return code === SLASH;
}

function isAbsolutePath(path: string): boolean {
  return path.charCodeAt(0) === SLASH;
}

export function resolve(...args: string[]): string {
  let resolved = '';
  let absolute = false;
  if (args.length === 0 || (args.length === 1 && (args[0] === '' || args[0] === '.'))) {
    const here = cwd();
    if (isAbsolutePath(here)) return here;
  }
  for (let i = args.length - 1; i >= 0 && !absolute; i--) {
    const path = args[i] as string;
    validateString(path, `paths[${i}]`);
    if (path === '') continue;
    resolved = `${path}/${resolved}`;
    absolute = isAbsolutePath(path);
  }
  if (!absolute) {
    const here = cwd();
    resolved = `${here}/${resolved}`;
    absolute = isAbsolutePath(here);
  }
  const normal = normalizeSegments(resolved.split('/'), '/', !absolute);
  return absolute ? `/${normal}` : normal || '.';
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const absolute = isAbsolutePath(path);
  const trailing = path.endsWith('/') ? '/' : '';
  const normal = normalizeSegments(path.split('/'), '/', !absolute);
  if (normal === '') return absolute ? '/' : `.${trailing}`;
  return `${absolute ? '/' : ''}${normal}${trailing}`;
}

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return isAbsolutePath(path);
}

export function join(...args: string[]): string {
  let joined = '';
  for (const path of args) {
    validateString(path, 'path');
    if (path !== '') joined = joined === '' ? path : `${joined}/${path}`;
  }
  return joined === '' ? '.' : normalize(joined);
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  const start = segmentsOf(resolve(from));
  const end = segmentsOf(resolve(to));
  return relativeSegments(start, end, (a, b) => a === b).steps.join('/');
}

function segmentsOf(absolute: string): string[] {
  return absolute === '/' ? [] : absolute.slice(1).split('/');
}

export function toNamespacedPath<T>(path: T): T {
  return path;
}

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path === '') return '.';
  const [begin] = findLastSegment(path, 1, isSlash);
  if (begin <= 1) return isAbsolutePath(path) ? '/' : '.';
  return begin === 2 && isAbsolutePath(path) ? '//' : path.slice(0, begin - 1);
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const [begin, end] = findLastSegment(path, 0, isSlash);
  return cutSuffix(path, suffix, begin, end);
}

export function extname(path: string): string {
  validateString(path, 'path');
  const [begin, end] = findLastSegment(path, 0, isSlash);
  return findExtension(path.slice(begin, end));
}

export function format(pathObject: Partial<ParsedPath>): string {
  return formatPath('/', pathObject);
}

export function parse(path: string): ParsedPath {
  validateString(path, 'path');
  const root = isAbsolutePath(path) ? '/' : '';
  const [begin, end] = findLastSegment(path, root.length, isSlash);
  const base = path.slice(begin, end);
  // Node's own slip: right behind the root '..' counts as the name '.' with the extension '.'.
  const ext = base === '..' && root !== '' && begin === 1 ? '.' : findExtension(base);
  const dir = begin > root.length ? path.slice(0, begin - 1) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

export const posix: PathModule = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format,
  // A method: the build would rename a function of this name.
  parse(path: string): ParsedPath {
    return parse(path);
  },
  matchesGlob(path: string, pattern: string): boolean {
    return matchesGlob(path, pattern, false);
  },
  sep: '/',
  delimiter: ':',
  // Accessors, so that a script that only joins paths never instantiates the other kind.
  get win32(): PathModule {
    return win32;
  },
  get posix(): PathModule {
    return posix;
  },
  _makeLong: toNamespacedPath,
};
