// The last checks before a file is run: its name, where it really lies, whether it may run. Parent process; the file system is
// asked through FileProbe only, so that this room stays pure.
import { extname, sep } from 'node:path';
import { CgiError } from '../errors.ts';
import { isNodeShebang } from './shebang.ts';

/** What a path leads to, links followed. 'unreadable': it is there, but this process may not read or enter it. */
export type FileKind = 'file' | 'directory' | 'other' | 'unreadable' | 'missing';

/** What locating a script must ask of the file system. Nothing here throws: an odd error is 'unreadable' or undefined. */
export interface FileProbe {
  kind(path: string): FileKind;
  /** The real path in its true spelling (realpathSync.native), undefined when the file is gone. */
  realpath(path: string): string | undefined;
  /** Whether some execute bit is set. Asked only with `requireExecBit`. */
  isExecutable(path: string): boolean;
  /** First line of the file, at most some hundred bytes. Asked only where the name does not say the language, as '.cgi'. */
  firstLine(path: string): string;
}

/** A file of another name, of none or of '.cgi' may as well be Perl. */
const SAYS_LANGUAGE = /\.[cm]?[jt]s$/;

export interface ScriptFileOptions {
  /** Real absolute path of the folder of scripts, without a trailing separator. */
  readonly root: string;
  /** Extensions that run, with their dot, exact case; '' stands for a name without one. */
  readonly extensions: readonly string[];
  readonly followSymlinks: boolean;
  readonly requireExecBit: boolean;
}

/** A script that was found and may run. */
export interface LocatedScript {
  readonly kind: 'script';
  /** Real absolute path: SCRIPT_FILENAME. */
  readonly script: string;
  /** Decoded URL path of the script, mount included: SCRIPT_NAME. */
  readonly scriptName: string;
  /** Decoded rest of the path, starting with '/': PATH_INFO. */
  readonly pathInfo: string | undefined;
  /** What the file was like when it was found, and when that was (performance.now()): told by whoever asked for it to be located. */
  readonly seen?: { readonly freshness: string; readonly at: number } | undefined;
  /** Its name starts with 'nph-': it writes the whole HTTP response itself (RFC 3875 5). */
  readonly nph: boolean;
}

/**
 * Checks that the file at `path`, found under the root, may run.
 * @returns its real path
 * @throws CgiError SCRIPT_FORBIDDEN or PATH_REFUSED
 */
export function checkScriptFile(path: string, probe: FileProbe, options: ScriptFileOptions): string {
  checkExtension(path, options);
  const real = probe.realpath(path);
  if (real === undefined) throw new CgiError('SCRIPT_NOT_FOUND', `Cannot run "${path}": it has just gone`);
  if (real !== path) checkRealPath(path, real, options);
  if (options.requireExecBit && !probe.isExecutable(real)) throw forbidden(path, 'it has no execute bit');
  if (!SAYS_LANGUAGE.test(path) && !isNodeShebang(probe.firstLine(real))) {
    throw forbidden(path, 'its first line names another interpreter than node');
  }
  return real;
}

/**
 * Refuses names that are never a script nor a folder of scripts: dot files, node_modules, and the spellings under which
 * some file system or editor shows a second face of a file.
 * @throws CgiError PATH_REFUSED
 */
export function refuseName(name: string): void {
  const last = name.charCodeAt(name.length - 1);
  const reason =
    name.charCodeAt(0) === 0x2e
      ? 'starts with a dot'
      : last === 0x2e || last === 0x20 || last === 0x7e
        ? 'ends with a dot, a space or a tilde'
        : name.includes(':')
          ? 'holds a colon'
          : name.length === 12 && name.toLowerCase() === 'node_modules'
            ? 'is never served'
            : undefined;
  if (reason !== undefined)
    throw new CgiError('PATH_REFUSED', `Cannot serve name ${JSON.stringify(name)}: it ${reason}`);
}

/** Whether `path` is the root or lies under it. Both are absolute. */
export function isInside(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false;
  return path.length === root.length || root.endsWith(sep) || path.startsWith(sep, root.length);
}

/**
 * Checks a folder that was walked into, before anything is said about what it holds.
 * @throws CgiError SCRIPT_FORBIDDEN when a link led out of the root, SCRIPT_NOT_FOUND when it is gone
 */
export function checkFolder(path: string, probe: FileProbe, options: ScriptFileOptions): void {
  if (options.followSymlinks) return;
  const real = probe.realpath(path);
  if (real === undefined) throw new CgiError('SCRIPT_NOT_FOUND', `Cannot find folder "${path}"`);
  if (!isInside(real, options.root)) throw forbidden(path, 'a link leads out of the root');
}

export function forbidden(path: string, reason: string): CgiError {
  return new CgiError('SCRIPT_FORBIDDEN', `Cannot run "${path}": ${reason}`);
}

function checkExtension(path: string, options: ScriptFileOptions): void {
  const extension = extname(path);
  if (options.extensions.includes(extension)) return;
  throw forbidden(path, `its extension ${JSON.stringify(extension)} is not among ${options.extensions.join(' ')}`);
}

function checkRealPath(path: string, real: string, options: ScriptFileOptions): void {
  // On a file system that ignores case a second spelling would slip past every rule that compares names.
  if (real.toLowerCase() === path.toLowerCase()) {
    throw new CgiError('PATH_REFUSED', `Cannot serve "${path}": it is spelled "${real}" on disk`);
  }
  if (options.followSymlinks) return;
  if (!isInside(real, options.root)) throw forbidden(path, `it is a link to "${real}", outside of the root`);
  checkExtension(real, options);
  for (const name of real.slice(options.root.length).split(sep)) {
    if (name !== '') refuseName(name);
  }
}
