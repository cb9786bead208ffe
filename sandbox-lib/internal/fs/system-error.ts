// Node's SystemError: what rm and cp throw for conditions they find themselves. Inside the context.
import { defineHidden } from '../primordials.ts';

const PREFIXES = {
  ERR_FS_EISDIR: 'Path is a directory',
  ERR_FS_CP_DIR_TO_NON_DIR: 'Cannot overwrite non-directory with directory',
  ERR_FS_CP_EEXIST: 'Target already exists',
  ERR_FS_CP_EINVAL: 'Invalid src or dest',
  ERR_FS_CP_FIFO_PIPE: 'Cannot copy a FIFO pipe',
  ERR_FS_CP_NON_DIR_TO_DIR: 'Cannot overwrite directory with non-directory',
  ERR_FS_CP_SOCKET: 'Cannot copy a socket file',
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: 'Cannot overwrite symlink in subdirectory of self',
  ERR_FS_CP_UNKNOWN: 'Cannot copy an unknown file type',
} as const;

/** Positive errno and name, as these errors carry them. */
const ERRNO = { EEXIST: 17, ENOTDIR: 20, EISDIR: 21, EINVAL: 22 } as const;

export interface SystemErrorInfo {
  readonly code: keyof typeof ERRNO;
  readonly message: string;
  readonly path: string;
  readonly syscall: 'cp' | 'rm';
}

/** `Invalid src or dest: cp returned EINVAL (src and dest cannot be the same) /a` */
export class SystemError extends Error {
  readonly code: keyof typeof PREFIXES;
  declare readonly info: SystemErrorInfo & { readonly errno: number };
  errno: number;
  syscall: string;
  path: string;

  constructor(code: keyof typeof PREFIXES, info: SystemErrorInfo) {
    super(`${PREFIXES[code]}: ${info.syscall} returned ${info.code} (${info.message}) ${info.path}`);
    this.code = code;
    this.errno = ERRNO[info.code];
    this.syscall = info.syscall;
    this.path = info.path;
    Object.defineProperty(this, 'info', { __proto__: null, value: { ...info, errno: this.errno }, configurable: true });
    defineHidden(this, 'name', 'SystemError');
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}
