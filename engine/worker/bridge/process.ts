// Clock, usage and end of a run. Worker side; the other end is sandbox-lib/internal/process.ts and exit.ts.
import type { ProcessBridge } from '../../../sandbox-lib/bridge.ts';
import { EINVAL, errnoOf } from './errno.ts';
import { outOfStandIn } from './grants.ts';
import type { Handler } from './handler.ts';
import { enterFolder } from './places.ts';

/** Longest uncaught-error text a report carries. */
const MAX_ERROR = 32_768;
/** Longest path the kernel takes. */
const MAX_PATH = 4096;

export const processHandlers: Readonly<Record<keyof ProcessBridge, Handler>> = {
  ending(run, [code]) {
    if (!Number.isSafeInteger(code)) return EINVAL;
    run.ending(code as number);
    return 0;
  },
  exit(run) {
    run.endIsolate();
    return 0;
  },
  fail(run, [text]) {
    if (typeof text !== 'string') return EINVAL;
    run.error ??= text.slice(0, MAX_ERROR);
    return 0;
  },
  timerLimit(run, [count]) {
    run.breach('TIMER_LIMIT', 'timers', Number(count), run.settings.maxTimers);
    return 0;
  },
  realFolder(run, [path]) {
    if (typeof path !== 'string' || path.includes('\0') || path.length > MAX_PATH) return EINVAL;
    run.touched?.add('read', path);
    try {
      const place = enterFolder(run.grants, path);
      return typeof place === 'number' ? place : outOfStandIn(run.grants, place.path);
    } catch (error) {
      return errnoOf(error);
    }
  },
  touch(run, [kind, name]) {
    if ((kind !== 'env' && kind !== 'modules') || typeof name !== 'string' || name.length > MAX_PATH) return EINVAL;
    run.touched?.add(kind, name);
    return 0;
  },
  clock: () => performance.now(),
  cpuUsage(run) {
    const { user, system } = process.cpuUsage(run.cpuAtStart);
    return `${user} ${system}`;
  },
  memoryUsage(run) {
    const heap = run.heapStatistics();
    return `${process.memoryUsage.rss()} ${heap.total_heap_size} ${heap.used_heap_size} ${heap.externally_allocated_size} ${heap.externally_allocated_size} ${run.settings.memory * 1_048_576}`;
  },
  lastError: (run) => run.lastError,
};
