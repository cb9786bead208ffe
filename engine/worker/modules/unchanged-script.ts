// The script of a run, where nothing has changed since a run before it has worked out what it is. Worker side.
import { lstatSync } from 'node:fs';
import { knownSource, type Source } from './source.ts';

/** A folder whose package.json would rule over a file, and where that would be looked for. */
export interface PackagePlace {
  readonly folder: string;
  readonly place: string;
}

const OPTIONAL = { throwIfNoEntry: false } as const;

/**
 * The script as it was when the parent looked at it, if it is known as a CommonJS module without a package.json and none has come. Most
 * requests ask for nothing else, and what finds and reads modules need not be made for them.
 */
export function unchangedScript(path: string, freshness: string): Source | undefined {
  const source = knownSource(path, freshness);
  if (source?.packagePlaces === undefined) return undefined;
  for (const { place } of source.packagePlaces) if (isThere(place)) return undefined;
  return source;
}

function isThere(place: string): boolean {
  try {
    return lstatSync(place, OPTIONAL) !== undefined;
  } catch {
    return true; // whatever it is, it is to be looked at closely
  }
}
