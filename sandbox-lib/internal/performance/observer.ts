// PerformanceObserver. Inside the context. https://nodejs.org/api/perf_hooks.html#class-perf_hooksperformanceobserver
import { DOMException } from '../../globals/dom-exception.ts';
import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateFunction, validateObject } from '../validators.ts';
import type { PerformanceEntry } from './entries.ts';
import { addObserver, deliverSoon, inOrder, type Observer, recorded, removeObserver } from './timeline.ts';

/** Types that occur in a run. */
const TYPES: readonly string[] = Object.freeze(['function', 'mark', 'measure', 'resource']);
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const key = Symbol('PerformanceObserverEntryList');

export class PerformanceObserverEntryList {
  readonly #entries: readonly PerformanceEntry[];

  constructor(proof?: unknown, entries: readonly PerformanceEntry[] = []) {
    if (proof !== key) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    this.#entries = inOrder(entries);
  }

  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    // biome-ignore lint/complexity/noArguments: undefined is a type
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    return this.#entries.filter((entry) => entry.entryType === `${type}`);
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    return this.#entries.filter(
      (entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type),
    );
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    return typeof depth === 'number' && depth < 0
      ? this
      : `${this.constructor.name} ${inspect(this.#entries, options)}`;
  }
}

export interface ObserveOptions {
  entryTypes?: readonly string[];
  type?: string;
  buffered?: boolean;
}
type ObserverCallback = (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void;

export class PerformanceObserver {
  readonly #callback: ObserverCallback;
  readonly #types = new Set<string>();
  #mode: 'none' | 'single' | 'multiple' = 'none';
  #waiting: PerformanceEntry[] = [];
  readonly #observer: Observer = {
    observes: (type) => this.#types.has(type),
    take: (entry) => void this.#waiting.push(entry),
    deliver: () => {
      if (this.#waiting.length === 0) return;
      const list = new PerformanceObserverEntryList(key, this.takeRecords());
      this.#callback.call(this, list, this);
    },
  };

  constructor(callback: ObserverCallback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  static get supportedEntryTypes(): readonly string[] {
    return TYPES;
  }

  observe(options: ObserveOptions = {}): void {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw nodeError('ERR_MISSING_ARGS', 'options.entryTypes', 'options.type');
    }
    if (entryTypes !== undefined && type !== undefined) {
      const reason = 'options.entryTypes can not set with options.type together';
      throw nodeError('ERR_INVALID_ARG_VALUE', 'options.entryTypes', entryTypes, reason);
    }
    if (entryTypes === undefined) {
      if (this.#mode === 'multiple') throw wrongMode('single');
      this.#mode = 'single';
      this.#observeOne(`${type}`, buffered === true);
    } else {
      if (this.#mode === 'single') throw wrongMode('multiple');
      this.#mode = 'multiple';
      if (!Array.isArray(entryTypes)) {
        throw nodeError('ERR_INVALID_ARG_TYPE', 'options.entryTypes', 'string[]', entryTypes);
      }
      this.#types.clear();
      for (const one of entryTypes as readonly string[]) if (TYPES.includes(one)) this.#types.add(one);
    }
    if (this.#types.size > 0) addObserver(this.#observer);
    else this.disconnect();
  }

  #observeOne(type: string, buffered: boolean): void {
    if (!TYPES.includes(type)) return;
    this.#types.add(type);
    if (!buffered) return;
    this.#waiting.push(...recorded(type));
    deliverSoon();
  }

  disconnect(): void {
    removeObserver(this.#observer);
    this.#waiting = [];
    this.#types.clear();
    this.#mode = 'none';
  }

  takeRecords(): PerformanceEntry[] {
    const records = this.#waiting;
    this.#waiting = [];
    return records;
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = { connected: this.#types.size > 0, pending: this.#waiting.length > 0, entryTypes: [...this.#types] };
    return `${this.constructor.name} ${inspect(shown, options)}`;
  }
}

function wrongMode(mode: string): DOMException {
  return new DOMException(
    `PerformanceObserver can not change to ${mode} observation${mode === 'multiple' ? 's' : ''}`,
    'InvalidModificationError',
  );
}
