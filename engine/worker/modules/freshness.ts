// Whether a file is still the one that was read: its identity and times, told cheaply by one stat. Worker side.
import type { BigIntStats } from 'node:fs';

/** A file that changed less than this before it was read may change again within the same time stamp. */
const TOO_YOUNG_NS = 50_000_000n;

/** Equal for two looks at the same unchanged file. */
export function freshnessOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

/** Whether what was read at this time (milliseconds since 1970) may be kept until the file's freshness changes. */
export function isSettled(stats: BigIntStats, readAt: number): boolean {
  const latest = BigInt(readAt) * 1_000_000n - TOO_YOUNG_NS;
  return stats.mtimeNs < latest && stats.ctimeNs < latest;
}
