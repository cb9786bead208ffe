// path.matchesGlob: does a path match a glob pattern? Braces, '**', '*', '?', character classes and extended groups. Pure. Inside
// the context. https://nodejs.org/api/path.html#pathmatchesglobpath-pattern
import { expandBraces } from './glob-braces.ts';
import { compileSegment } from './glob-segment.ts';
import { SafeMap } from './safe-collections.ts';
import { validateString } from './validators.ts';

/** '**' as a whole segment: any number of segments, none of them hidden. */
export const GLOBSTAR = null;
/** A literal segment, a pattern for one, or GLOBSTAR. */
export type Part = string | RegExp | typeof GLOBSTAR;

const CACHE_LIMIT = 250;
const cache = new SafeMap<string, Part[][]>();

/** True if the whole path matches the pattern. `\` in a pattern is a separator, as in Node; in a path only on Windows. */
export function matchesGlob(path: string, pattern: string, windows: boolean): boolean {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  if (pattern === '') return path === '';
  const file = simplify(splitPath(windows ? path.replaceAll('\\', '/') : path, windows));
  return compile(pattern, windows).some((parts) => matchParts(file, 0, parts, 0));
}

/** The alternatives of a pattern, each a list of segments. */
export function compile(pattern: string, windows: boolean): Part[][] {
  const key = `${windows}${pattern}`;
  let compiled = cache.get(key);
  if (compiled === undefined) {
    const alternatives = expandBraces(pattern.replaceAll('\\', '/'));
    compiled = alternatives.map((one) => simplify(splitPath(one, windows)).map(compilePart));
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, compiled);
  }
  return compiled;
}

function compilePart(segment: string): Part {
  return segment === '**' ? GLOBSTAR : compileSegment(segment);
}

/** Runs of separators count as one; a leading one gives an empty first segment, a trailing one an empty last. '//server' is a UNC root. */
function splitPath(path: string, windows: boolean): string[] {
  const segments = path.split(/\/+/);
  return windows && /^\/\/[^/]/.test(path) ? ['', ...segments] : segments;
}

/** Drops '.' between others, and a plain name that '..' follows; many '**' in a row are one. */
function simplify(segments: string[]): string[] {
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const last = kept.at(-1);
    if (segment === '.' && index > 0 && index < segments.length - 1) return;
    if (segment === '**' && last === '**') return;
    if (segment === '..' && last !== undefined && !['', '.', '..', '**'].includes(last)) {
      kept.pop();
      // 'a/../**' is './**': it does not match what lies elsewhere.
      if (kept.length === 0 && segments[index + 1] === '**') kept.push('.');
    } else kept.push(segment);
  });
  if (kept.length === 2 && kept[0] === '.' && (kept[1] === '.' || kept[1] === '')) kept.pop();
  return kept.length === 0 ? [''] : kept;
}

function isHidden(segment: string): boolean {
  return segment.startsWith('.');
}

function matchParts(file: readonly string[], f: number, parts: readonly Part[], p: number): boolean {
  let at = f;
  for (let i = p; i < parts.length; i++, at++) {
    const part = parts[i];
    if (part === GLOBSTAR) return matchGlobstar(file, at, parts, i);
    const segment = file[at];
    if (segment === undefined) return false;
    if (typeof part === 'string' ? part !== segment : !part?.test(segment)) return false;
  }
  // A path may end in a separator that the pattern does not mention.
  return at === file.length || (at === file.length - 1 && file[at] === '');
}

function matchGlobstar(file: readonly string[], f: number, parts: readonly Part[], p: number): boolean {
  if (p === parts.length - 1) return f < file.length && file.slice(f).every((segment) => !isHidden(segment));
  for (let at = f; at < file.length; at++) {
    if (matchParts(file, at, parts, p + 1)) return true;
    if (isHidden(file[at] as string)) return false;
  }
  return false;
}
