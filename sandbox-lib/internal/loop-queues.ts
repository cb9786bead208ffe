// The queues of the event loop, instantiated when something is first scheduled: most scripts never wait for anything. Inside the context.
import type { LoopTimer } from './loop.ts';
import { TaskQueue } from './task-queue.ts';
import { TimerHeap } from './timer-heap.ts';

export const timers: TimerHeap<LoopTimer> = new TimerHeap<LoopTimer>();
/** Callbacks of finished host calls. */
export const poll: TaskQueue = new TaskQueue();
/** Immediates. */
export const check: TaskQueue = new TaskQueue();
