// The entries of the performance timeline. Inside the context. https://w3c.github.io/user-timing/
import { structuredClone } from '../../globals/structured-clone.ts';
import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateNumber, validateObject } from '../validators.ts';
import { toInterface } from '../web-class.ts';
import { now } from './clock.ts';

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
/** Proves that the library, not a script, makes an entry. */
const key = Symbol('PerformanceEntry');

export { key as entryProof };

export interface MarkOptions {
  detail?: unknown;
  startTime?: number;
}

export class PerformanceEntry {
  readonly #name: string;
  readonly #type: string;
  readonly #start: number;
  readonly #duration: number;

  constructor(proof?: unknown, name = '', type = '', start = 0, duration = 0) {
    if (proof !== key) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
  }

  get name(): string {
    return this.#name;
  }

  get entryType(): string {
    return this.#type;
  }

  get startTime(): number {
    return this.#start;
  }

  get duration(): number {
    return this.#duration;
  }

  toJSON(): Record<string, unknown> {
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration };
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return `${this.constructor.name} ${inspect(this.toJSON(), options)}`;
  }
}

function cloneDetail(detail: unknown): unknown {
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

toInterface(PerformanceEntry);

export class PerformanceMark extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(name: string, options: MarkOptions | null = {}) {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    const label = `${name}`;
    if (label === 'nodeStart') throw nodeError('ERR_INVALID_ARG_VALUE', 'name', name);
    if (options !== null) validateObject(options, 'options');
    const start = options?.startTime ?? now();
    validateNumber(start, 'startTime');
    if (start < 0) throw nodeError('ERR_PERFORMANCE_INVALID_TIMESTAMP', start);
    super(key, label, 'mark', start, 0);
    this.#detail = cloneDetail(options?.detail);
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

toInterface(PerformanceMark);

export class PerformanceMeasure extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(proof?: unknown, name = '', start = 0, duration = 0, detail?: unknown) {
    super(proof, name, 'measure', start, duration);
    this.#detail = cloneDetail(detail);
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

toInterface(PerformanceMeasure);

/** A call of a function that performance.timerify() wrapped. */
class PerformanceFunctionEntry extends PerformanceEntry {
  readonly detail: readonly unknown[];

  constructor(name: string, start: number, duration: number, args: readonly unknown[]) {
    super(key, name, 'function', start, duration);
    this.detail = args;
    for (let i = 0; i < args.length; i++)
      Object.defineProperty(this, i, { __proto__: null, value: args[i], enumerable: true });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), detail: this.detail };
  }
}

export function makeMeasure(name: string, start: number, duration: number, detail: unknown): PerformanceMeasure {
  return new PerformanceMeasure(key, name, start, duration, detail);
}

export function makeFunctionEntry(name: string, start: number, args: readonly unknown[]): PerformanceEntry {
  return new PerformanceFunctionEntry(name, start, now() - start, args);
}
