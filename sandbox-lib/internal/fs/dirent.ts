// fs.Dirent. Inside the context.
import { DIRENT } from './flags.ts';

const kType = Symbol('type');

export class Dirent {
  name: string | Uint8Array;
  parentPath: string;
  readonly [kType]: number;

  constructor(name: string | Uint8Array, type: number, parentPath: string) {
    this.name = name;
    this.parentPath = parentPath;
    this[kType] = type;
  }

  isDirectory(): boolean {
    return this[kType] === DIRENT.folder;
  }
  isFile(): boolean {
    return this[kType] === DIRENT.file;
  }
  isBlockDevice(): boolean {
    return this[kType] === DIRENT.block;
  }
  isCharacterDevice(): boolean {
    return this[kType] === DIRENT.char;
  }
  isSymbolicLink(): boolean {
    return this[kType] === DIRENT.link;
  }
  isFIFO(): boolean {
    return this[kType] === DIRENT.fifo;
  }
  isSocket(): boolean {
    return this[kType] === DIRENT.socket;
  }
}
