// Whether a file is still the one that was seen, told by one stat. Both ends: the parent has looked at a script when its request came, and
// the worker need not do it again.
import type { Stats } from 'node:fs';

/**
 * Equal for two looks at the same unchanged file. Numbers are exact enough: they tell times apart that differ by 256 ns, and what was read
 * is only kept when the file's last change was a thousand times older (see `isSettled`).
 */
export function freshnessOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`;
}

/** Whether two looks have the same freshness. */
export function isUnchanged(a: Stats, b: Stats): boolean {
  return a.ctimeMs === b.ctimeMs && a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino && a.dev === b.dev;
}

/** A file that changed less than this before it was read may change again within the same time stamp. */
const TOO_YOUNG_MS = 50;

/** Whether what was read at this time (milliseconds since 1970) may be kept until the file's freshness changes. */
export function isSettled({ mtimeMs, ctimeMs }: Stats, readAt: number): boolean {
  return mtimeMs < readAt - TOO_YOUNG_MS && ctimeMs < readAt - TOO_YOUNG_MS;
}
