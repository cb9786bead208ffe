// The script of a run, where nothing has changed since a run before it has worked out what it is. Worker side.
import { lstatSync } from 'node:fs';
import { isUnchanged } from '../../wire/freshness.ts';
import type { PackagePlace } from './package-config.ts';
import { knownSource, type Source } from './source.ts';

const OPTIONAL = { throwIfNoEntry: false } as const;

/**
 * The script as it was when the parent looked at it, if it is known as a CommonJS module and no package.json that rules over it has come,
 * gone or changed. Most requests ask for nothing else, and what finds and reads modules need not be made for them.
 */
export function unchangedScript(path: string, freshness: string): Source | undefined {
  const source = knownSource(path, freshness);
  if (source?.packagePlaces === undefined) return undefined;
  for (const place of source.packagePlaces) if (!isAsBefore(place)) return undefined;
  return source;
}

function isAsBefore({ place, found }: PackagePlace): boolean {
  try {
    const now = lstatSync(place, OPTIONAL);
    return now === undefined || found === undefined ? now === found : isUnchanged(found.stats, now);
  } catch {
    return false; // whatever it is, it is to be looked at closely
  }
}
