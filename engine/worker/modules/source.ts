// Sources of scripts and modules, kept while their file is unchanged: a second request costs a stat. Worker side, per worker.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** A source as read from its file. The hash tells two edits apart that a file's times cannot. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly hash: string;
}

/** A file that changed less than this before it was read may change again within the same time stamp. */
const TOO_YOUNG_NS = 50_000_000n;

interface Known extends Source {
  readonly freshness: string;
}

const known = new Map<string, Known>();

/** The current text of a file. Throws node's file errors. */
export function readSource(path: string): Source {
  const stat = statSync(path, { bigint: true });
  const freshness = `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  const kept = known.get(path);
  if (kept !== undefined && kept.freshness === freshness) return kept;
  const readAt = BigInt(Date.now()) * 1_000_000n;
  const text = readFileSync(path, 'utf8');
  const source = { path, text, hash: hashSource(text), freshness };
  const settled = readAt - TOO_YOUNG_NS;
  if (stat.mtimeNs < settled && stat.ctimeNs < settled) known.set(path, source);
  else known.delete(path);
  return source;
}

/** Identity of a text: what compiled code is kept under. */
export function hashSource(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
