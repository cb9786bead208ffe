// fs.Stats, fs.BigIntStats, StatFs: made from the host's line of numbers. Inside the context.
import { deprecate } from '../deprecate.ts';
import { defineOwn } from '../primordials.ts';
import { S_IFMT } from './flags.ts';

/** Fields of the host's line, in its order; the four times in nanoseconds follow. */
const FIELDS = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'] as const;
const TIMES = ['atime', 'mtime', 'ctime', 'birthtime'] as const;
type Field = (typeof FIELDS)[number];
type Time = (typeof TIMES)[number];

/** What the two kinds share: the questions about the type. */
abstract class StatsBase<N extends number | bigint> {
  declare dev: N;
  declare mode: N;
  declare nlink: N;
  declare uid: N;
  declare gid: N;
  declare rdev: N;
  declare blksize: N;
  declare ino: N;
  declare size: N;
  declare blocks: N;
  declare atimeMs: N;
  declare mtimeMs: N;
  declare ctimeMs: N;
  declare birthtimeMs: N;

  isDirectory(): boolean {
    return this._checkModeProperty(0o040000);
  }
  isFile(): boolean {
    return this._checkModeProperty(0o100000);
  }
  isBlockDevice(): boolean {
    return this._checkModeProperty(0o060000);
  }
  isCharacterDevice(): boolean {
    return this._checkModeProperty(0o020000);
  }
  isSymbolicLink(): boolean {
    return this._checkModeProperty(0o120000);
  }
  isFIFO(): boolean {
    return this._checkModeProperty(0o010000);
  }
  isSocket(): boolean {
    return this._checkModeProperty(0o140000);
  }
  _checkModeProperty(property: number): boolean {
    return (Number(this.mode) & S_IFMT) === property;
  }
}

export class Stats extends StatsBase<number> {
  declare atime: Date;
  declare mtime: Date;
  declare ctime: Date;
  declare birthtime: Date;

  /** Node's own order: ten fields, then each time as seconds and nanoseconds. */
  constructor(...numbers: number[]) {
    super();
    for (let i = 0; i < FIELDS.length; i++) this[FIELDS[i] as Field] = numbers[i] as number; // fewer are given by scripts only
    for (let i = 0; i < TIMES.length; i++) {
      const seconds = numbers[10 + 2 * i] as number;
      this[`${TIMES[i] as Time}Ms`] = seconds * 1000 + (numbers[11 + 2 * i] as number) / 1e6;
    }
  }
}

export class BigIntStats extends StatsBase<bigint> {
  declare atimeNs: bigint;
  declare mtimeNs: bigint;
  declare ctimeNs: bigint;
  declare birthtimeNs: bigint;

  constructor(...numbers: bigint[]) {
    super();
    for (let i = 0; i < FIELDS.length; i++) this[FIELDS[i] as Field] = numbers[i] as bigint;
    for (let i = 0; i < TIMES.length; i++) this[`${TIMES[i] as Time}Ms`] = (numbers[10 + i] as bigint) / 1_000_000n;
    for (let i = 0; i < TIMES.length; i++) this[`${TIMES[i] as Time}Ns`] = numbers[10 + i] as bigint;
  }
}

// A Date is made when it is asked for, and is an own property from then on.
for (const { prototype } of [Stats, BigIntStats]) {
  for (const time of TIMES) {
    Object.defineProperty(prototype, time, {
      __proto__: null,
      enumerable: true,
      configurable: true,
      get(this: StatsBase<number | bigint>) {
        const value = new Date(Math.round(Number(this[`${time}Ms`])));
        return defineOwn(this, time, value);
      },
      set(this: object, value: unknown) {
        defineOwn(this, time, value);
      },
    });
  }
}

/** Reads the host's line. */
export function parseStats(line: string, bigint: unknown): Stats | BigIntStats {
  const parts = line.split(' ');
  if (bigint) return new BigIntStats(...parts.map(BigInt));
  const numbers: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string; // i is inside
    if (i < 10) numbers.push(Number(part));
    else pushTime(numbers, part);
  }
  return new Stats(...numbers);
}

/** Nanoseconds in decimal, as whole seconds and the nanoseconds of the rest: a double cannot hold them together. */
function pushTime(numbers: number[], nanoseconds: string): void {
  if (nanoseconds.startsWith('-')) {
    const whole = BigInt(nanoseconds);
    const rest = ((whole % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    numbers.push(Number((whole - rest) / 1_000_000_000n), Number(rest));
  } else {
    numbers.push(Number(nanoseconds.slice(0, -9)), Number(nanoseconds.slice(-9)));
  }
}

export class StatFs {
  declare type: number | bigint;
  declare bsize: number | bigint;
  declare frsize: number | bigint;
  declare blocks: number | bigint;
  declare bfree: number | bigint;
  declare bavail: number | bigint;
  declare files: number | bigint;
  declare ffree: number | bigint;
}

export function parseStatFs(line: string, bigint: unknown): StatFs {
  const parts = line.split(' ');
  const names = ['type', 'bsize', 'frsize', 'blocks', 'bfree', 'bavail', 'files', 'ffree'] as const;
  const stats = new StatFs();
  for (let i = 0; i < names.length; i++) {
    const part = parts[i] as string; // the host sends all eight
    stats[names[i] as (typeof names)[number]] = bigint ? BigInt(part) : Number(part);
  }
  return stats;
}

let callable: unknown;

/** fs.Stats: the class, callable without `new`; to make one is deprecated. */
export function callableStats(): unknown {
  callable ??= makeCallable();
  return callable;
}

function makeCallable(): unknown {
  const made = function (...numbers: number[]): unknown {
    return Reflect.construct(Stats, numbers, new.target ?? Stats);
  };
  made.prototype = Stats.prototype;
  return deprecate(made, 'fs.Stats constructor is deprecated.', 'DEP0180');
}
