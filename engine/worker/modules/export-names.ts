// Which names an ES module may import from a CommonJS one: found in its text, as node does, without running it. Worker side.
import { initSync, parse } from 'cjs-module-lexer';
import type { Source } from './source.ts';

/** How to follow `module.exports = require('x')`: the source of what x leads to, if it is CommonJS. */
export type FollowReexport = (specifier: string, from: string) => Source | undefined;

/** All names, 'default' excluded. */
export function exportNamesOf(source: Source, follow: FollowReexport): string[] {
  const names = new Set<string>();
  collect(source, follow, names, new Set());
  names.delete('default');
  return [...names];
}

function collect(source: Source, follow: FollowReexport, names: Set<string>, seen: Set<string>): void {
  if (seen.has(source.path)) return;
  seen.add(source.path);
  source.exportNames ??= lexExports(source.stripped ?? source.text);
  for (const name of source.exportNames.names) names.add(name);
  for (const specifier of source.exportNames.reexports) {
    const next = follow(specifier, source.path);
    if (next !== undefined) collect(next, follow, names, seen);
  }
}

function lexExports(text: string): NonNullable<Source['exportNames']> {
  try {
    initSync();
    const { exports, reexports } = parse(text);
    return { names: exports, reexports };
  } catch {
    // What it does not understand has no names but the default; whether it runs is V8's business.
    return { names: [], reexports: [] };
  }
}
