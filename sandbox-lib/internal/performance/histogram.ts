// The histograms of perf_hooks: values are counted in ranges as wide as the number of significant figures allows, as HdrHistogram does it.
// Inside the context. https://nodejs.org/api/perf_hooks.html#class-histogram
import { addCloneable } from '../cloneables.ts';
import { codedError, nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateInteger, validateNumber, validateObject } from '../validators.ts';
import { now } from './clock.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
/** What node says of a histogram without values. */
const EMPTY_MIN = 9223372036854776000;
const { MAX_SAFE_INTEGER } = Number;
const MAX_INT64 = 2n ** 63n - 1n;

export interface HistogramOptions {
  lowest?: number | bigint;
  highest?: number | bigint;
  figures?: number;
}

/** Values of one range: all from `value` on that differ by less than `size`. */
interface Range {
  readonly value: number;
  readonly size: number;
}

/** How many values of which ranges. */
export class Tally {
  readonly counts = new Map<number, number>();
  readonly #highest: number;
  /** The width of the narrowest range, and how many of them there are before ranges double. */
  readonly #unit: number;
  readonly #steps: number;
  count = 0;
  exceeds = 0;
  min = EMPTY_MIN;
  max = 0;

  constructor({ lowest = 1, highest = MAX_SAFE_INTEGER, figures = 3 }: HistogramOptions) {
    this.#highest = Number(highest);
    this.#unit = 2 ** Math.floor(Math.log2(Number(lowest)));
    this.#steps = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
  }

  rangeOf(value: number): Range {
    const doublings = Math.max(0, Math.floor(Math.log2(value / (this.#unit * this.#steps))) + 1);
    const size = this.#unit * 2 ** doublings;
    return { value: Math.floor(value / size) * size, size };
  }

  add(value: number, count = 1): void {
    if (value > this.#highest) {
      this.exceeds += count;
      return;
    }
    const range = this.rangeOf(value);
    this.counts.set(range.value, (this.counts.get(range.value) ?? 0) + count);
    this.count += count;
    this.min = Math.min(this.min, range.value);
    this.max = Math.max(this.max, range.value + range.size - 1);
  }

  reset(): void {
    this.counts.clear();
    this.count = this.exceeds = this.max = 0;
    this.min = EMPTY_MIN;
  }

  sorted(): [value: number, count: number][] {
    return [...this.counts].sort(([a], [b]) => a - b);
  }

  /** The mean of some function of the values, each taken as the middle of its range. */
  mean(of: (value: number) => number): number {
    let sum = 0;
    for (const [value, count] of this.counts) sum += of(value + Math.floor(this.rangeOf(value).size / 2)) * count;
    return sum / this.count;
  }

  valueAt(percentile: number): number {
    const wanted = Math.max(1, Math.floor((percentile / 100) * this.count + 0.5));
    let seen = 0;
    for (const [value, count] of this.sorted()) {
      seen += count;
      if (seen >= wanted) return value + this.rangeOf(value).size - 1;
    }
    return 0;
  }

  /** The values at 0 %, 50 %, 75 %… and half of what is left each time, as far as there are values in between, and at 100 %. */
  percentiles(): Map<number, number> {
    const result = new Map<number, number>();
    let next = 0;
    let seen = 0;
    for (const [value, count] of this.sorted()) {
      seen += count;
      while (seen < this.count && next <= (100 * seen) / this.count) {
        result.set(next, value);
        next += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - next))) + 1);
      }
      if (seen === this.count) result.set(next, value).set(100, value);
    }
    return result.size === 0 ? result.set(100, 0) : result;
  }
}

const key = Symbol('Histogram');
let tallyOf: (histogram: Histogram) => Tally;

export class Histogram {
  readonly #tally: Tally;

  constructor(proof?: unknown, tally?: Tally) {
    if (proof !== key || tally === undefined) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    this.#tally = tally;
  }

  static {
    tallyOf = (histogram) => histogram.#tally;
  }

  get count(): number {
    return this.#tally.count;
  }

  get countBigInt(): bigint {
    return BigInt(this.#tally.count);
  }

  get exceeds(): number {
    return this.#tally.exceeds;
  }

  get exceedsBigInt(): bigint {
    return BigInt(this.#tally.exceeds);
  }

  get min(): number {
    return this.#tally.min;
  }

  get minBigInt(): bigint {
    return this.#tally.count === 0 ? 2n ** 63n - 1n : BigInt(this.#tally.min);
  }

  get max(): number {
    return this.#tally.max;
  }

  get maxBigInt(): bigint {
    return BigInt(this.#tally.max);
  }

  get mean(): number {
    return this.#tally.mean((value) => value);
  }

  get stddev(): number {
    return Math.sqrt(this.#moment(2));
  }

  get skewness(): number {
    return this.#tally.count < 3 || this.stddev === 0 ? 0 : this.#moment(3) / this.stddev ** 3;
  }

  /** In excess of that of the normal distribution. */
  get kurtosis(): number {
    return this.#tally.count < 4 || this.stddev === 0 ? 0 : this.#moment(4) / this.stddev ** 4 - 3;
  }

  #moment(power: number): number {
    const { mean } = this;
    return this.#tally.mean((value) => (value - mean) ** power);
  }

  percentile(percentile: number): number {
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) {
      throw nodeError('ERR_OUT_OF_RANGE', 'percentile', '> 0 && <= 100', percentile);
    }
    return this.#tally.valueAt(percentile);
  }

  percentileBigInt(percentile: number): bigint {
    return BigInt(this.percentile(percentile));
  }

  get percentiles(): Map<number, number> {
    return this.#tally.percentiles();
  }

  get percentilesBigInt(): Map<number, bigint> {
    return new Map([...this.#tally.percentiles()].map(([at, value]) => [at, BigInt(value)]));
  }

  reset(): void {
    this.#tally.reset();
  }

  toJSON(): Record<string, unknown> {
    const { count, min, max, mean, exceeds, stddev, skewness, kurtosis, percentiles } = this;
    const smoothed = { ewmaMean: 0, ewmaStddev: 0, ewmaErrorRate: 0 }; // of a histogram that was asked for none
    return {
      ...{ count, min, max, mean, exceeds, stddev, skewness, kurtosis },
      ...smoothed,
      percentiles: Object.fromEntries(percentiles),
    };
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return `[${this.constructor.name}]`;
    const { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles } = this;
    return `Histogram ${inspect({ min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles }, options)}`;
  }
}

function readOptions(options: HistogramOptions): HistogramOptions {
  validateObject(options, 'options');
  const { lowest = 1, highest = MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest');
  if (Number(highest) < 2 * Number(lowest)) {
    const range = `>= 2 * options.lowest (${2n * BigInt(lowest)}n)`;
    throw nodeError('ERR_OUT_OF_RANGE', 'options.highest', range, highest);
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return { lowest, highest, figures };
}

/** No script makes one by its class. */
const recordable = Symbol('RecordableHistogram');

export class RecordableHistogram extends Histogram {
  #last = 0;

  constructor(proof?: unknown, options: HistogramOptions = {}, tally?: Tally) {
    if (proof !== recordable) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    super(key, tally ?? new Tally(readOptions(options)));
  }

  record(value: number | bigint): void {
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    else if (value < 1n || value > MAX_INT64)
      throw codedError('RangeError', 'ERR_OUT_OF_RANGE', 'value is out of range');
    tallyOf(this).add(Number(value));
  }

  /** Records the nanoseconds since the call before. */
  recordDelta(): void {
    const before = this.#last;
    this.#last = now();
    if (before !== 0) tallyOf(this).add(nanoseconds(this.#last - before));
  }

  add(other: RecordableHistogram): void {
    if (!isRecordable(other)) throw nodeError('ERR_INVALID_ARG_TYPE', 'other', 'RecordableHistogram', other);
    const theirs = tallyOf(other);
    for (const [value, count] of theirs.sorted()) tallyOf(this).add(value, count);
    tallyOf(this).exceeds += theirs.exceeds;
  }

  override reset(): void {
    super.reset();
    this.#last = 0;
  }
}

export function isRecordable(value: unknown): value is RecordableHistogram {
  return value instanceof RecordableHistogram;
}

/** Milliseconds as a value to record. */
export function nanoseconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds * 1e6));
}

/** For the histograms of other rooms. */
export function makeParts(): { readonly proof: symbol; readonly tally: Tally } {
  return { proof: key, tally: new Tally({}) };
}

/** As in node, a clone counts into the same histogram; one of the loop's delay is only looked at. */
addCloneable((value) => {
  if (value instanceof RecordableHistogram) return new RecordableHistogram(recordable, {}, tallyOf(value));
  return value instanceof Histogram ? new Histogram(key, tallyOf(value)) : undefined;
});

export function createHistogram(options?: HistogramOptions): RecordableHistogram {
  return new RecordableHistogram(recordable, options);
}
