// The event loop of a run: ticks, timers, host callbacks, immediates. The worker calls `turn()` until nothing is pending. Inside the context.
// V8 drains microtasks at the end of each entry, so a turn does ONE macrotask and the ticks after it, then returns to the worker: the
// order of node (macrotask, ticks, microtasks). Phases as in libuv: timers, poll (callbacks of finished host calls), check.
import { TURN_AGAIN, TURN_OVER } from '../bridge.ts';
import { beginTask, bindFrame, bindTask, currentFrame, runInFrame, taskHooks } from './async-frame.ts';

import { beginEnd, isExiting, isOver, leave, mayLeave } from './exit.ts';
import { guard } from './guard.ts';
import { host, hostConstants } from './host.ts';
import { check, poll, resetQueues, timers } from './loop-queues.ts';
import { flushStdio } from './stdio.ts';
import type { LoopTask } from './task-queue.ts';
import type { HeapTimer } from './timer-heap.ts';

/** A timer as the loop sees it; `Timeout` of the timers module is one. */
export interface LoopTimer extends HeapTimer {
  /** Keeps the run alive. */
  refed: boolean;
  fire(): void;
}

let ticks: Array<() => void> = [];
/** Something was scheduled in this run: only then is there anything to look for. */
let scheduled = false;
/** An immediate threw: its ticks let another one pass. */
let ticksWait = false;
let ages = 0;
let refedTimers = 0;
let phase: 'timers' | 'poll' | 'check' = 'timers';
/** The time the timers phase began at; 0 outside of it. */
let phaseTime = 0;
/** In node the start of the process takes more than a millisecond: setTimeout(f, 0) of the main script comes before setImmediate. */
let headStart = 1;
/** The timer that calls back now, until it is stopped. */
let firing: LoopTimer | undefined;
/** 'beforeExit' was emitted and no callback of the loop has run since. */
let wasAskedToLeave = false;

/** Runs `callback` before any other macrotask, after the code that runs now (process.nextTick). */
export function nextTick(callback: () => void): void {
  ticks[ticks.length] = bindFrame(taskHooks?.wrap('TickObject', { callback }, callback) ?? callback);
}

/** Runs `callback` in a later turn, as the completion of a host call: the run stays alive for it. `type`: node's name for such a call. */
export function queueMacrotask(callback: () => void, type = ''): void {
  scheduled = true;
  poll.add({ refed: true, run: bindTask(taskHooks?.wrap(type, {}, callback) ?? callback) });
}

/** The same for what is there already: the next data of stdin. */
export function queueArrived(callback: () => void): void {
  scheduled = true;
  poll.addReady({ refed: true, run: bindTask(taskHooks?.wrap('', {}, callback) ?? callback) });
}

/** Adds a task to the check phase (setImmediate). */
export function addImmediate(task: LoopTask): void {
  scheduled = true;
  check.add(task);
}

/** A cancelled task stays queued but neither runs nor keeps the run alive. */
export function cancelImmediate(task: LoopTask): void {
  check.cancel(task);
}

/** Says whether the immediate keeps the run alive. */
export function refImmediate(task: LoopTask, refed: boolean): void {
  check.ref(task, refed);
}

/** Milliseconds on the loop's clock, whole as in libuv. */
function loopTime(): number {
  return Math.floor(host('clock'));
}

/** Starts or restarts a timer `delay` milliseconds from now. Beyond the cap of live timers the host ends the run. */
export function startTimer(timer: LoopTimer, delay: number): void {
  scheduled = true;
  stopTimer(timer);
  timer.expiry = loopTime() + delay;
  timer.age = ++ages;
  timers.add(timer);
  if (timer.refed) refedTimers++;
  if (timers.size > hostConstants().maxTimers) host('timerLimit', timers.size);
}

export function stopTimer(timer: LoopTimer): void {
  if (timer === firing) firing = undefined;
  if (timer.place < 0) return;
  timers.remove(timer);
  if (timer.refed) refedTimers--;
}

/** Says whether the timer keeps the run alive. */
export function refTimer(timer: LoopTimer, refed: boolean): void {
  if (timer.refed === refed) return;
  timer.refed = refed;
  if (timer.place >= 0) refedTimers += refed ? 1 : -1;
}

/** How many things of each kind keep the run alive. */
export function countActive(): { callbacks: number; immediates: number; timers: number } {
  return { callbacks: poll.refed, immediates: check.refed, timers: refedTimers + (firing?.refed ? 1 : 0) };
}

/** For the next run of a kept context. */
export function resetLoop(): void {
  ticks = [];
  if (scheduled) resetQueues();
  scheduled = false;
  refedTimers = 0;
  phase = 'timers';
  phaseTime = 0;
  headStart = 1;
  ticksWait = false;
  wasAskedToLeave = false;
}

/** Runs one callback of the loop and the ticks after it. */
export function runTask(task: () => void): number {
  const hasReturned = guard(task);
  // As in node, the next immediate of the round comes between an immediate that threw and its ticks.
  ticksWait = !hasReturned && phase === 'check' && check.hasMore();
  if (!ticksWait) drainTicks();
  return isOver() ? TURN_OVER : TURN_AGAIN;
}

/** Runs the script. Its answer is whether ticks come before microtasks, which V8 runs at the end of this entry. */
export function runScript(script: () => boolean): number {
  let ticksFirst = true;
  guard(() => {
    ticksFirst = script();
  });
  if (ticksFirst) drainTicks();
  return isOver() ? TURN_OVER : TURN_AGAIN;
}

/** One macrotask, or the answer that there is none: see bridge.ts for the results. */
export function turn(): number {
  if (isOver()) return TURN_OVER;
  if (isExiting()) return end();
  // Ticks that microtasks left behind go first, then their microtasks, before any other macrotask.
  if (ticks.length > 0 && !ticksWait) return runTask(drainTicks);
  // A loop that nothing keeps alive does not begin another round, whatever is due in it.
  const mayRun = scheduled && (phase !== 'timers' || phaseTime !== 0 || isAlive());
  const task = mayRun ? nextTask() : undefined;
  if (task !== undefined) {
    wasAskedToLeave = false;
    beginTask(undefined);
    return runTask(task);
  }
  if (isAlive()) return sleep();
  // The ticks and microtasks of 'beforeExit' handlers run before 'exit', and may schedule more.
  if (!wasAskedToLeave) wasAskedToLeave = mayLeave();
  else wasAskedToLeave = false;
  if (isOver()) return TURN_OVER;
  if (wasAskedToLeave) return TURN_AGAIN;
  let wasHeard = false;
  guard(() => {
    wasHeard = beginEnd();
  });
  // The microtasks of 'exit' handlers still run, as in node, and nothing else.
  return wasHeard && !isOver() ? TURN_AGAIN : end();
}

function end(): number {
  leave();
  return TURN_OVER;
}

export function drainTicks(): void {
  while (ticks.length > 0 && !isOver()) {
    const now = ticks;
    ticks = [];
    for (let i = 0; i < now.length && !isOver(); i++) {
      const tick = now[i] as () => void; // the index is below the length
      if (currentFrame() === undefined) guard(tick);
      else guard(() => runInFrame(undefined, tick));
    }
  }
}

/** The next callback in the order of the phases, or undefined when each phase was found empty once. */
function nextTask(): (() => void) | undefined {
  for (let step = 0; step < 4; step++) {
    if (phase === 'timers') {
      const timer = dueTimer();
      if (timer !== undefined) return timer;
      phase = 'poll';
      headStart = 0;
      poll.beginRound();
    }
    if (phase === 'poll') {
      const task = poll.take();
      if (task !== undefined) return task;
      phase = 'check';
      check.beginRound();
    }
    const task = check.take();
    if (task !== undefined) return task;
    phase = 'timers';
    phaseTime = 0;
    if (!isAlive()) return undefined;
  }
  return undefined;
}

function dueTimer(): (() => void) | undefined {
  const timer = timers.first();
  if (timer === undefined) return undefined;
  if (phaseTime === 0) {
    phaseTime = loopTime() + headStart;
  }
  if (timer.expiry > phaseTime) return undefined;
  stopTimer(timer);
  return () => {
    firing = timer;
    try {
      timer.fire();
    } finally {
      firing = undefined;
    }
  };
}

function isAlive(): boolean {
  return scheduled && (refedTimers > 0 || poll.refed > 0 || check.refed > 0);
}

/** Nothing is runnable now: only a timer can be what the run waits for, and what was written must not wait with it. */
function sleep(): number {
  const timer = timers.first();
  if (timer === undefined) return TURN_AGAIN;
  const wait = timer.expiry - loopTime();
  if (wait <= 0) return TURN_AGAIN;
  flushStdio();
  return wait;
}
