// What locating a script asks of the file system. Parent side; the pure room behind it is engine/cgi.
import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import type { FileKind, FileProbe } from './cgi/index.ts';

/** Bytes of a first line that matter: a shebang. */
const FIRST_LINE = 256;

export const fileProbe: FileProbe = {
  kind(path): FileKind {
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
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
  },
  realpath(path) {
    try {
      return realpathSync.native(path);
    } catch {
      return undefined;
    }
  },
  isExecutable(path) {
    return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
  },
  firstLine(path) {
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
  },
};
