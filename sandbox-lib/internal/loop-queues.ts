// The queues of the event loop, instantiated when something is first scheduled: most scripts never wait for anything. Inside the context.
import type { LoopTimer } from './loop.ts';
import { TaskQueue } from './task-queue.ts';
import { TimerHeap } from './timer-heap.ts';

export let timers: TimerHeap<LoopTimer> = new TimerHeap<LoopTimer>();
/** Callbacks of finished host calls. In node they come from other threads: never in the round in which they were asked for. */
export let poll: TaskQueue = new TaskQueue(true);
/** Immediates. */
export let check: TaskQueue = new TaskQueue();

/** For the next run of a kept context. */
export function resetQueues(): void {
  timers = new TimerHeap<LoopTimer>();
  poll = new TaskQueue(true);
  check = new TaskQueue();
}
