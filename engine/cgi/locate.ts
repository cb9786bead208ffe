// From a URL path to the one file that runs: the walk from the root to the first existing file. Parent process; RFC 3875 3.3, 4.1.5.
import { sep } from 'node:path';
import { CgiError } from '../errors.ts';
import { type DecodePathOptions, decodePath } from './decode-path.ts';
import { encodePath } from './encode-path.ts';
import {
  checkFolder,
  checkScriptFile,
  type FileProbe,
  forbidden,
  type LocatedScript,
  refuseName,
  type ScriptFileOptions,
} from './script-file.ts';
import type { RequestTarget } from './target.ts';

export interface LocateOptions extends DecodePathOptions, ScriptFileOptions {
  /** Names tried in a folder, in order. */
  readonly index: readonly string[];
  /** Whether a path may go on behind the script's name. */
  readonly acceptPathInfo: boolean;
}

/** The path names a folder without its slash: the client is sent to the same path with it. */
export interface LocatedRedirect {
  readonly kind: 'redirect';
  readonly status: 301;
  /** Encoded path and raw query, always starting with exactly one slash. */
  readonly location: string;
}

/**
 * Finds the script for a request target under `mount`.
 * @throws CgiError SCRIPT_NOT_FOUND when there is no such file under this mount, and only then
 * @throws CgiError BAD_PATH, URI_TOO_LONG, PATH_REFUSED, SCRIPT_FORBIDDEN, DIRECTORY_WITHOUT_INDEX when there is an answer: no
 */
export function locateScript(
  target: RequestTarget,
  mount: string,
  probe: FileProbe,
  options: LocateOptions,
): LocatedScript | LocatedRedirect {
  const segments = decodePath(target.path, options);
  let folder = options.root;
  for (let i = skipMount(segments, mount); i < segments.length; i++) {
    const name = segments[i] ?? '';
    if (name === '') {
      if (i === segments.length - 1) return locateIndex(folder, segments, probe, options);
      continue; // An empty segment that mergeSlashes: false has kept names no file.
    }
    refuseName(name);
    const path = joinName(folder, name);
    const kind = probe.kind(path);
    if (kind === 'file') return found(path, segments, i + 1, probe, options);
    if (kind !== 'directory') throw notAScript(path, kind, folder, probe, options);
    folder = path;
  }
  checkFolder(folder, probe, options);
  const query = target.query === undefined ? '' : `?${target.query}`;
  return { kind: 'redirect', status: 301, location: `${encodePath(joinSegments(segments, segments.length))}/${query}` };
}

/**
 * Counts the segments of the path that belong to the mount.
 * @throws CgiError SCRIPT_NOT_FOUND when the path lies elsewhere: it is somebody else's
 */
export function skipMount(segments: readonly string[], mount: string): number {
  let i = 0;
  for (const name of mount.split('/')) {
    if (name === '') continue;
    while (segments[i] === '') i++;
    if (segments[i] !== name) {
      throw new CgiError('SCRIPT_NOT_FOUND', `Cannot find a script: the path is not under mount "${mount}"`);
    }
    i++;
  }
  return i;
}

/** Makes PATH_INFO of the segments from `from` on: undefined when there are none. */
export function joinPathInfo(segments: readonly string[], from: number): string | undefined {
  return from < segments.length ? `/${segments.slice(from).join('/')}` : undefined;
}

function found(
  path: string,
  segments: readonly string[],
  after: number,
  probe: FileProbe,
  options: LocateOptions,
): LocatedScript {
  const script = checkScriptFile(path, probe, options);
  const pathInfo = joinPathInfo(segments, after);
  if (pathInfo !== undefined && !options.acceptPathInfo) {
    throw new CgiError('PATH_REFUSED', `Cannot serve path info behind "${path}": acceptPathInfo is off`);
  }
  const nph = segments[after - 1]?.startsWith('nph-') === true;
  return { kind: 'script', script, scriptName: joinSegments(segments, after), pathInfo, nph };
}

function locateIndex(
  folder: string,
  segments: readonly string[],
  probe: FileProbe,
  options: LocateOptions,
): LocatedScript {
  checkFolder(folder, probe, options);
  const name = findIndex(folder, probe, options.index);
  return found(joinName(folder, name), [...segments.slice(0, -1), name], segments.length, probe, options);
}

/**
 * Picks the index script of a folder.
 * @throws CgiError DIRECTORY_WITHOUT_INDEX
 */
export function findIndex(folder: string, probe: FileProbe, index: readonly string[]): string {
  const name = index.find((candidate) => probe.kind(joinName(folder, candidate)) === 'file');
  if (name !== undefined) return name;
  throw new CgiError('DIRECTORY_WITHOUT_INDEX', `Cannot serve folder "${folder}": it has none of ${index.join(' ')}`);
}

function notAScript(
  path: string,
  kind: 'missing' | 'unreadable' | 'other',
  folder: string,
  probe: FileProbe,
  options: LocateOptions,
): CgiError {
  // Or a link to a folder outside would tell which names exist there.
  checkFolder(folder, probe, options);
  if (kind === 'missing') return new CgiError('SCRIPT_NOT_FOUND', `Cannot find script "${path}"`);
  return forbidden(path, kind === 'other' ? 'it is not a regular file' : 'this process may not read it');
}

function joinName(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}

/** The first `count` segments as a URL path, empty ones left out. */
function joinSegments(segments: readonly string[], count: number): string {
  let path = '';
  for (let i = 0; i < count; i++) {
    const name = segments[i];
    if (name !== undefined && name !== '') path += `/${name}`;
  }
  return path;
}
