// The global performance. Inside the context. https://nodejs.org/api/perf_hooks.html#perf_hooksperformance
import { DOMException } from '../../globals/dom-exception.ts';
import { defineEventHandler } from '../../globals/event-handler.ts';
import { EventTarget } from '../../globals/event-target.ts';
import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateString } from '../validators.ts';
import { toInterface } from '../web-class.ts';
import { now, timeOrigin } from './clock.ts';
import {
  type MarkOptions,
  makeMeasure,
  type PerformanceEntry,
  PerformanceMark,
  type PerformanceMeasure,
} from './entries.ts';
import { clearResources, keepResource, limitResources, makeResourceTiming } from './resource-timing.ts';
import { clear, findMark, publish, record, recorded } from './timeline.ts';
import { timerify } from './timerify.ts';

interface MeasureOptions {
  start?: unknown;
  end?: unknown;
  duration?: number;
  detail?: unknown;
}
interface Utilization {
  idle: number;
  active: number;
  utilization: number;
}

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const key = Symbol('Performance');
/** Milestones of a process, all of them the start of the run here. */
const NODE_TIMING = Object.freeze({
  name: 'node',
  entryType: 'node',
  startTime: 0,
  duration: 0,
  nodeStart: 0,
  v8Start: 0,
  environment: 0,
  loopStart: -1,
  loopExit: -1,
  bootstrapComplete: 0,
  idleTime: 0,
});

export class Performance extends EventTarget {
  constructor(proof?: unknown) {
    if (proof !== key) throw nodeError('ERR_ILLEGAL_CONSTRUCTOR');
    super();
  }

  now(): number {
    return now();
  }

  get timeOrigin(): number {
    return timeOrigin();
  }

  mark(name: string, options: MarkOptions = {}): PerformanceMark {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    const mark = new PerformanceMark(name, options);
    record(mark);
    return mark;
  }

  measure(name: string, startOrOptions: unknown = {}, endMark?: unknown): PerformanceMeasure {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    validateString(name, 'name');
    const options = isOptions(startOrOptions) ? startOrOptions : {};
    if (isOptions(startOrOptions)) checkMeasure(options, endMark);
    const end = endOf(options, endMark);
    const start = startOf(options, isOptions(startOrOptions) ? undefined : startOrOptions, end);
    const measure = makeMeasure(name, start, end - start, options.detail);
    record(measure);
    return measure;
  }

  clearMarks(name?: string): void {
    clear('mark', name === undefined ? undefined : `${name}`);
  }

  clearMeasures(name?: string): void {
    clear('measure', name === undefined ? undefined : `${name}`);
  }

  clearResourceTimings(): void {
    clearResources();
  }

  setResourceTimingBufferSize(size: number): void {
    // biome-ignore lint/complexity/noArguments: undefined is a size, of 0
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'maxSize');
    limitResources(size);
  }

  /** For what fetches: node's own fetch calls it. */
  markResourceTiming(
    info: unknown,
    url: unknown,
    initiator: unknown,
    _global: unknown,
    cacheMode: unknown,
    _body: unknown,
    status: unknown,
    delivery: unknown = '',
  ): PerformanceEntry {
    const entry = makeResourceTiming(info, url, initiator, cacheMode, status, delivery);
    publish(entry);
    keepResource(entry, this);
    return entry;
  }

  getEntries(): PerformanceEntry[] {
    return recorded();
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    return recorded(type === undefined ? undefined : `${type}`, `${name}`);
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    // biome-ignore lint/complexity/noArguments: undefined is a type
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'type');
    return recorded(`${type}`);
  }

  get timerify(): typeof timerify {
    return timerify;
  }

  /** The loop of a run never waits for events, so nothing is idle: node's answer before its loop has started. */
  eventLoopUtilization(_before?: Utilization, _after?: Utilization): Utilization {
    return { idle: 0, active: 0, utilization: 0 };
  }

  get nodeTiming(): object {
    return { ...NODE_TIMING, duration: now() };
  }

  toJSON(): Record<string, unknown> {
    const { nodeTiming } = this;
    return { nodeTiming, timeOrigin: timeOrigin(), eventLoopUtilization: this.eventLoopUtilization() };
  }

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    return `Performance ${inspect({ nodeTiming: this.nodeTiming, timeOrigin: timeOrigin() }, options)}`;
  }
}
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');
toInterface(Performance);

export const performance: Performance = new Performance(key);

function isOptions(value: unknown): value is MeasureOptions {
  return typeof value === 'object' && value !== null;
}

function checkMeasure(options: MeasureOptions, endMark: unknown): void {
  const { start, end, duration, detail } = options;
  if (start === undefined && end === undefined && duration === undefined && detail === undefined) return;
  const problem = (text: string): Error => nodeError('ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', text);
  if (endMark !== undefined) throw problem('endMark must not be specified');
  if (start === undefined && end === undefined && detail === undefined) {
    throw problem('One of options.start or options.end is required');
  }
  if (start !== undefined && end !== undefined && duration !== undefined) {
    throw problem('Must not have options.start, options.end, and options.duration specified');
  }
}

/** A time, or the name of a mark. */
function timeOf(mark: unknown): number {
  if (typeof mark === 'number') {
    if (mark < 0) throw nodeError('ERR_PERFORMANCE_INVALID_TIMESTAMP', mark);
    return mark;
  }
  const name = `${mark}`;
  const found = name in NODE_TIMING ? 0 : findMark(name);
  if (found === undefined) throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  return found;
}

function endOf(options: MeasureOptions, endMark: unknown): number {
  if (endMark !== undefined) return timeOf(endMark);
  if (options.end !== undefined) return timeOf(options.end);
  if (options.start === undefined || options.duration === undefined) return now();
  return timeOf(options.start) + options.duration;
}

function startOf(options: MeasureOptions, startMark: unknown, end: number): number {
  if (options.start !== undefined) return timeOf(options.start);
  if (options.duration !== undefined && options.end !== undefined) return end - options.duration;
  return startMark === undefined ? 0 : timeOf(startMark);
}
