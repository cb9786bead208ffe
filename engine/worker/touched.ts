// What one run uses, as far as there is room in its report: for `RunReport.touched`. Worker side, made only where the engine asks for it.
import { dirname, normalize } from 'node:path';
import type { FilesBridge } from '../../sandbox-lib/bridge.ts';
import type { Touched } from '../types.ts';

/** Bytes of JSON, beside which a report must have room for a long error. */
const MAX_BYTES = 32_768;

type Kind = keyof Touched;

/** Of the functions with paths: which of their arguments are read, which changed. */
const PATHS: { readonly [K in keyof FilesBridge]?: ReadonlyArray<readonly [argument: number, kind: Kind]> } = {
  fsReadFile: [[0, 'read']],
  fsStat: [[0, 'read']],
  fsStatfs: [[0, 'read']],
  fsReaddir: [[0, 'read']],
  fsReadlink: [[0, 'read']],
  fsRealpath: [[0, 'read']],
  fsAccess: [[0, 'read']],
  fsWriteFile: [[0, 'written']],
  fsMkdir: [[0, 'written']],
  fsMkdtemp: [[0, 'written']],
  fsRmdir: [[0, 'written']],
  fsUnlink: [[0, 'written']],
  fsChmod: [[0, 'written']],
  fsUtimes: [[0, 'written']],
  fsRename: [
    [0, 'written'],
    [1, 'written'],
  ],
  fsLink: [
    [0, 'read'],
    [1, 'written'],
  ],
  fsSymlink: [[1, 'written']],
  fsCopyFile: [
    [0, 'read'],
    [1, 'written'],
  ],
};
/** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC. */
const WRITES = 0o1 | 0o2 | 0o100 | 0o1000;

export class TouchedRecorder {
  readonly #names: Record<Kind, Set<string>> = {
    env: new Set(),
    read: new Set(),
    written: new Set(),
    modules: new Set(),
  };
  #room = MAX_BYTES;

  add(kind: Kind, name: string): void {
    const names = this.#names[kind];
    if (names.has(name)) return;
    const size = Buffer.byteLength(JSON.stringify(name)) + 1;
    if (size > this.#room) return;
    this.#room -= size;
    names.add(name);
  }

  /** The paths of a call to a function of the file bridge: one that is refused is also one the script asks for. */
  addCall(name: keyof FilesBridge, args: readonly unknown[]): void {
    if (name === 'fsOpen') return this.#addPath(Number(args[1]) & WRITES ? 'written' : 'read', args[0]);
    for (const [argument, kind] of PATHS[name] ?? []) {
      const path = args[argument];
      // Of a temporary folder only the place is known before.
      this.#addPath(kind, name === 'fsMkdtemp' && typeof path === 'string' ? dirname(path) : path);
    }
  }

  #addPath(kind: Kind, path: unknown): void {
    if (typeof path === 'string' && path.startsWith('/')) this.add(kind, normalize(path));
  }

  get touched(): Touched {
    const { env, read, written, modules } = this.#names;
    const list = (names: ReadonlySet<string>) => [...names].sort();
    return { env: list(env), read: list(read), written: list(written), modules: list(modules) };
  }
}
