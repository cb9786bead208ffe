// node:perf_hooks. Inside the context. https://nodejs.org/api/perf_hooks.html
import { refused } from '../internal/errors.ts';
import { addLazyMembers } from '../internal/lazy-members.ts';
import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from '../internal/performance/entries.ts';
import { createHistogram, type HistogramOptions } from '../internal/performance/histogram.ts';
import { monitorEventLoopDelay } from '../internal/performance/loop-delay.ts';
import { PerformanceObserver, PerformanceObserverEntryList } from '../internal/performance/observer.ts';
import { Performance, performance } from '../internal/performance/performance.ts';
import { PerformanceResourceTiming } from '../internal/performance/resource-timing.ts';
import { timerify } from '../internal/performance/timerify.ts';

function createSlidingWindowHistogram(): never {
  throw refused('createSlidingWindowHistogram()', 'a run is short', 'use createHistogram()');
}

function importHistogram(): never {
  throw refused('importHistogram()', "node's format is not kept here", 'record the values with createHistogram()');
}

const GC = 'NODE_PERFORMANCE_GC_';
const constants = Object.fromEntries([
  [`${GC}MAJOR`, 4],
  [`${GC}MINOR`, 1],
  [`${GC}MINOR_MARK_SWEEP`, 2],
  [`${GC}INCREMENTAL`, 8],
  [`${GC}WEAKCB`, 16],
  [`${GC}FLAGS_NO`, 0],
  [`${GC}FLAGS_CONSTRUCT_RETAINED`, 2],
  [`${GC}FLAGS_FORCED`, 4],
  [`${GC}FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING`, 8],
  [`${GC}FLAGS_ALL_AVAILABLE_GARBAGE`, 16],
  [`${GC}FLAGS_ALL_EXTERNAL_MEMORY`, 32],
  [`${GC}FLAGS_SCHEDULE_IDLE`, 64],
]);

const perfHooks: Record<string, unknown> = addLazyMembers(
  {
    eventLoopUtilization: () => performance.eventLoopUtilization(),
    monitorEventLoopDelay: ((options) => monitorEventLoopDelay(options)) as typeof monitorEventLoopDelay,
    createHistogram: (options?: HistogramOptions) => createHistogram(options),
    createSlidingWindowHistogram,
    importHistogram,
    constants,
  },
  {
    timerify: () => timerify,
    performance: () => performance,
    Performance: () => Performance,
    PerformanceEntry: () => PerformanceEntry,
    PerformanceMark: () => PerformanceMark,
    PerformanceMeasure: () => PerformanceMeasure,
    PerformanceObserver: () => PerformanceObserver,
    PerformanceObserverEntryList: () => PerformanceObserverEntryList,
    PerformanceResourceTiming: () => PerformanceResourceTiming,
  },
);
export default perfHooks;
