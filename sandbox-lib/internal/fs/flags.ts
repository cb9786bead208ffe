// Numbers of Linux that the rooms of fs use. Inside the context.

/** Flags of open(2) and access(2) that the library itself needs. */
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 64;
export const O_EXCL = 128;
export const O_TRUNC = 512;
export const O_APPEND = 1024;
export const O_SYNC = 1052672;
export const F_OK = 0;
export const S_IFMT = 0o170000;
export const COPYFILE_EXCL = 1;
export const COPYFILE_FICLONE_FORCE = 4;

/** UV_DIRENT_*: what `readdir` says of an entry. */
export const DIRENT = { file: 1, folder: 2, link: 3, fifo: 4, socket: 5, char: 6, block: 7 } as const;

/** What fs.open takes for its flags, beside a number; undefined for letters that mean nothing. */
export function flagsOf(letters: string): number | undefined {
  switch (letters) {
    case 'r':
      return O_RDONLY;
    case 'rs':
    case 'sr':
      return O_RDONLY | O_SYNC;
    case 'r+':
      return O_RDWR;
    case 'rs+':
    case 'sr+':
      return O_RDWR | O_SYNC;
    case 'w':
      return O_TRUNC | O_CREAT | O_WRONLY;
    case 'wx':
    case 'xw':
      return O_TRUNC | O_CREAT | O_WRONLY | O_EXCL;
    case 'w+':
      return O_TRUNC | O_CREAT | O_RDWR;
    case 'wx+':
    case 'xw+':
      return O_TRUNC | O_CREAT | O_RDWR | O_EXCL;
    case 'a':
      return O_APPEND | O_CREAT | O_WRONLY;
    case 'ax':
    case 'xa':
      return O_APPEND | O_CREAT | O_WRONLY | O_EXCL;
    case 'as':
    case 'sa':
      return O_APPEND | O_CREAT | O_WRONLY | O_SYNC;
    case 'a+':
      return O_APPEND | O_CREAT | O_RDWR;
    case 'ax+':
    case 'xa+':
      return O_APPEND | O_CREAT | O_RDWR | O_EXCL;
    case 'as+':
    case 'sa+':
      return O_APPEND | O_CREAT | O_RDWR | O_SYNC;
    default:
      return undefined;
  }
}
