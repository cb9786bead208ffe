// What locating a script asks of the file system. Parent side; the pure room behind it is engine/cgi.
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { sep } from 'node:path';
import type { FileKind, FileProbe, LocatedScript } from './cgi/index.ts';
import { freshnessOf } from './wire/freshness.ts';

/** Bytes of a first line that matter: a shebang. */
const FIRST_LINE = 256;
const MAX_KNOWN = 10_000;
const OPTIONAL = { throwIfNoEntry: false } as const;

/** Files whose path was found to be their own real path, as they were then. */
export type KnownFiles = Map<string, Stats>;

/**
 * The way to one script. A real path takes a system call for each folder from / on and was a quarter of the engine's time for a
 * request. It is not asked for again where the walk itself saw that neither the file nor a folder under the root is a link, and the
 * file is the one it was asked for before: then the spelling is the true one, too.
 */
export class FileWalk implements FileProbe {
  readonly #known: KnownFiles;
  /** The folder the walk has come to without a link. The root is its own real path. */
  #folder: string;
  #path = '';
  /** The file at `#path`, right in that folder and no link. */
  #file: Stats | undefined;

  constructor(root: string, known: KnownFiles) {
    this.#folder = root;
    this.#known = known;
  }

  kind(path: string): FileKind {
    try {
      let stat = lstatSync(path, OPTIONAL);
      if (stat?.isSymbolicLink()) stat = statSync(path, OPTIONAL);
      else if (stat !== undefined) this.#pass(path, stat);
      if (stat === undefined) return 'missing';
      if (stat.isDirectory()) return 'directory';
      if (!stat.isFile()) return 'other';
      // Readable by everybody is the usual case, and saves a system call per request.
      if ((stat.mode & constants.S_IROTH) === 0) accessSync(path, constants.R_OK);
      return 'file';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException; // node:fs throws nothing else
      return code === 'ENOTDIR' || code === 'ENOENT' || code === 'ENAMETOOLONG' || code === 'ELOOP'
        ? 'missing'
        : 'unreadable';
    }
  }

  realpath(path: string): string | undefined {
    const file = path === this.#path ? this.#file : undefined;
    if (file !== undefined && isSame(file, this.#known.get(path))) return path;
    try {
      const real = realpathSync.native(path);
      if (file !== undefined && real === path) this.#remember(path, file);
      return real;
    } catch {
      return undefined;
    }
  }

  /** What the walk saw of the file it has led to; undefined behind a link. */
  seen(script: string): LocatedScript['seen'] {
    const file = script === this.#path ? this.#file : undefined;
    return file && { freshness: freshnessOf(file), at: performance.now() };
  }

  isExecutable(path: string): boolean {
    return ((statSync(path, OPTIONAL)?.mode ?? 0) & 0o111) !== 0;
  }

  firstLine(path: string): string {
    try {
      const fd = openSync(path, 'r');
      try {
        const bytes = Buffer.alloc(FIRST_LINE);
        const text = bytes.toString('latin1', 0, readSync(fd, bytes));
        return text.split('\n', 1)[0] ?? '';
      } finally {
        closeSync(fd);
      }
    } catch {
      return '';
    }
  }

  #pass(path: string, stat: Stats): void {
    if (path.lastIndexOf(sep) !== this.#folder.length || !path.startsWith(this.#folder)) return;
    if (stat.isDirectory()) this.#folder = path;
    this.#path = path;
    this.#file = stat.isFile() ? stat : undefined;
  }

  #remember(path: string, file: Stats): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(path, file);
  }
}

/** The change time as well: a file renamed to another spelling of its name stays the same inode. */
function isSame(file: Stats, known: Stats | undefined): boolean {
  return known !== undefined && file.ino === known.ino && file.ctimeMs === known.ctimeMs && file.dev === known.dev;
}
