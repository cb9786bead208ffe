// RecordableHistogram: exact, as each distinct value is counted. Inside the context.
// https://nodejs.org/api/perf_hooks.html#class-recordablehistogram-extends-histogram

import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateInteger, validateNumber, validateObject } from '../validators.ts';
import { now } from './clock.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
/** What node says of a histogram without values. */
const EMPTY_MIN = 9223372036854776000;

export interface HistogramOptions {
  lowest?: number | bigint;
  highest?: number | bigint;
  figures?: number;
}

export class RecordableHistogram {
  readonly #counts = new Map<number, number>();
  readonly #highest: number;
  #count = 0;
  #exceeds = 0;
  #last = 0;

  constructor(options: HistogramOptions = {}) {
    validateObject(options, 'options');
    const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
    if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
    if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest));
    validateInteger(figures, 'options.figures', 1, 5);
    this.#highest = Number(highest);
  }

  record(value: number | bigint): void {
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    this.#add(Number(value), 1);
  }

  /** Records the nanoseconds since the call before. */
  recordDelta(): void {
    const before = this.#last;
    this.#last = now();
    if (before !== 0) this.#add(Math.max(1, Math.round((this.#last - before) * 1e6)), 1);
  }

  add(other: RecordableHistogram): void {
    if (!(other instanceof RecordableHistogram)) {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'other', 'RecordableHistogram', other);
    }
    for (const [value, count] of [...other.#counts]) this.#add(value, count);
    this.#exceeds += other.#exceeds;
  }

  reset(): void {
    this.#counts.clear();
    this.#count = 0;
    this.#exceeds = 0;
    this.#last = 0;
  }

  #add(value: number, count: number): void {
    if (value > this.#highest) {
      this.#exceeds += count;
      return;
    }
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
    this.#count += count;
  }

  #sorted(): [value: number, count: number][] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }

  get count(): number {
    return this.#count;
  }

  get countBigInt(): bigint {
    return BigInt(this.#count);
  }

  get exceeds(): number {
    return this.#exceeds;
  }

  get exceedsBigInt(): bigint {
    return BigInt(this.#exceeds);
  }

  get min(): number {
    return this.#sorted().at(0)?.[0] ?? EMPTY_MIN;
  }

  get minBigInt(): bigint {
    return BigInt(this.min);
  }

  get max(): number {
    return this.#sorted().at(-1)?.[0] ?? 0;
  }

  get maxBigInt(): bigint {
    return BigInt(this.max);
  }

  get mean(): number {
    let sum = 0;
    for (const [value, count] of this.#counts) sum += value * count;
    return sum / this.#count;
  }

  get stddev(): number {
    const { mean } = this;
    let sum = 0;
    for (const [value, count] of this.#counts) sum += (value - mean) ** 2 * count;
    return Math.sqrt(sum / this.#count);
  }

  percentile(percentile: number): number {
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) {
      throw nodeError('ERR_OUT_OF_RANGE', 'percentile', '> 0 && <= 100', percentile);
    }
    return this.#valueAt(percentile);
  }

  percentileBigInt(percentile: number): bigint {
    return BigInt(this.percentile(percentile));
  }

  /** The value at 0 %, 50 %, 75 %… and half of what is left each time, up to the largest. */
  get percentiles(): Map<number, number> {
    const result = new Map<number, number>();
    const max = this.max;
    for (let rest = 100; this.#count > 0; rest /= 2) {
      const value = this.#valueAt(100 - rest);
      result.set(100 - rest, value);
      if (value === max) break;
    }
    return result.set(100, max);
  }

  #valueAt(percentile: number): number {
    const rank = Math.max(1, Math.ceil((percentile / 100) * this.#count));
    let seen = 0;
    for (const [value, count] of this.#sorted()) {
      seen += count;
      if (seen >= rank) return value;
    }
    return 0;
  }

  toJSON(): Record<string, unknown> {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return `Histogram ${inspect({ min, max, mean, exceeds, stddev, count, percentiles }, options)}`;
  }
}
