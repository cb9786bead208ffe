// docs/performance.md: the bench writes what lies between its marks, the rest is prose.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

export const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'performance.md');

/** What a part of the page is called: `<!-- bench:targets -->` … `<!-- /bench:targets -->`. */
export type Part = 'targets' | 'peers' | 'shares' | 'floors' | 'growth';

/** The text with a part exchanged. Pure. */
export function withPart(page: string, part: Part, content: string): string {
  const [open, close] = marksOf(part);
  const [start, end] = [page.indexOf(open), page.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`Cannot write part "${part}": its marks are missing`);
  return `${page.slice(0, start + open.length)}\n${content.trim()}\n${page.slice(end)}`;
}

/** What lies between a part's marks. Pure. */
export function partOf(page: string, part: Part): string {
  const [open, close] = marksOf(part);
  return page.slice(page.indexOf(open) + open.length, page.indexOf(close));
}

export function writeParts(parts: Partial<Readonly<Record<Part, string>>>): void {
  let page = readFileSync(PAGE, 'utf8');
  for (const [part, content] of Object.entries(parts)) page = withPart(page, part as Part, content); // keys of the type above
  writeFileSync(PAGE, page);
}

/** When, on what, and how often. */
export function circumstances(cores: string, versions: readonly string[], rounds: number, seconds: number): string {
  const date = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const [cpu] = cpus();
  return (
    `Measured on ${date}, the median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s; servers and load on cores ` +
    `${cores} of ${cpus().length} (${cpu?.model.trim() ?? 'unknown'}), Linux ${process.arch}; ${[...new Set(versions)].join(', ')}.`
  );
}

function marksOf(part: Part): readonly [open: string, close: string] {
  return [`<!-- bench:${part} -->`, `<!-- /bench:${part} -->`];
}
