// What posix and win32 paths have in common. Pure. Inside the context. https://nodejs.org/api/path.html
import { validateObject } from './validators.ts';

/** path.parse()'s answer. */
export interface ParsedPath {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

/** What require('path') is: path.posix and path.win32 are two of it. */
export interface PathModule {
  resolve(...paths: string[]): string;
  normalize(path: string): string;
  isAbsolute(path: string): boolean;
  join(...paths: string[]): string;
  relative(from: string, to: string): string;
  toNamespacedPath<T>(path: T): T | string;
  dirname(path: string): string;
  basename(path: string, suffix?: string): string;
  extname(path: string): string;
  format(pathObject: Partial<ParsedPath>): string;
  parse(path: string): ParsedPath;
  matchesGlob(path: string, pattern: string): boolean;
  sep: string;
  delimiter: string;
  readonly win32: PathModule;
  readonly posix: PathModule;
  _makeLong<T>(path: T): T | string;
}

export type IsSeparator = (code: number) => boolean;

export const SLASH = 47;
export const BACKSLASH = 92;

/** The segments joined again, '.' and empty ones dropped, 'a/..' resolved. Without `allowAboveRoot` a leading '..' is dropped too. */
export function normalizeSegments(segments: readonly string[], separator: string, allowAboveRoot: boolean): string {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (allowAboveRoot) kept.push(segment);
  }
  return kept.join(separator);
}

/** Begin and end of the last segment behind `start`, trailing separators left aside. */
export function findLastSegment(path: string, start: number, isSeparator: IsSeparator): [begin: number, end: number] {
  let end = path.length;
  while (end > start && isSeparator(path.charCodeAt(end - 1))) end--;
  let begin = end;
  while (begin > start && !isSeparator(path.charCodeAt(begin - 1))) begin--;
  return [Math.max(begin, start), Math.max(end, start)];
}

/** The extension of one segment, its dot included; '' for '.name' and '..'. */
export function findExtension(segment: string): string {
  const dot = segment.lastIndexOf('.');
  return dot <= 0 || segment === '..' ? '' : segment.slice(dot);
}

/** The last segment without `suffix`, unless the suffix is the whole of it. */
export function cutSuffix(path: string, suffix: string | undefined, begin: number, end: number): string {
  const segment = path.slice(begin, end);
  if (suffix === undefined || suffix === '' || suffix.length > path.length) return segment;
  if (suffix === path) return '';
  if (suffix.length <= segment.length) {
    return suffix !== segment && segment.endsWith(suffix) ? segment.slice(0, -suffix.length) : segment;
  }
  // Node's own slip: a suffix that is longer than the segment and ends like it keeps the trailing separators.
  return suffix.endsWith(segment) ? path.slice(begin) : segment;
}

/** What path.format() builds: dir (or root), then base (or name and ext). */
export function formatPath(separator: string, path: Partial<ParsedPath>): string {
  validateObject(path, 'pathObject');
  const dir = path.dir || path.root;
  const ext = path.ext ? `${path.ext[0] === '.' ? '' : '.'}${path.ext}` : '';
  const base = path.base || `${path.name || ''}${ext}`;
  if (!dir) return base;
  return dir === path.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

/** How many segments two paths share from their start, and the way from one to the other. */
export function relativeSegments(
  from: readonly string[],
  to: readonly string[],
  same: (a: string, b: string) => boolean,
): { shared: number; steps: string[] } {
  let shared = 0;
  while (shared < from.length && shared < to.length && same(from[shared] as string, to[shared] as string)) shared++;
  return { shared, steps: [...Array(from.length - shared).fill('..'), ...to.slice(shared)] };
}
