// The worker process: reads assignments from fd 3, runs one at a time, answers on fd 4; fd 5 says which run is to stop. Worker side.
import { closeSync, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { type LibraryConstants, TURN_OVER } from '../../sandbox-lib/bridge.ts';
import type { InheritedDescriptor, Order, WorkerSettings } from '../wire/messages.ts';
import { monotonicMs } from '../wire/monotonic.ts';
import { RECORD } from '../wire/records.ts';
import { Aborts } from './aborts.ts';
import { resolveGrants } from './bridge/grants.ts';
import { startGuard } from './guard.ts';
import { Inbox } from './inbox.ts';
import { Isolate } from './isolate.ts';
import { Outbox } from './outbox.ts';
import { Run } from './run.ts';
import { warmUp } from './warm-up.ts';

/** How long the next run may have to wait for compiled code being saved. */
const SAVE_BUDGET_MS = 50;
/** V8 leaves some of its work (what follows a garbage collection) to the event loop: it must not wait forever. */
const RUNS_AT_ONCE = 50;

const settings = JSON.parse(process.argv[2] as string) as WorkerSettings; // spawned by engine/pool/worker-process.ts only
const constants = JSON.stringify({
  nodeVersion: process.version,
  versions: process.versions as Record<string, string>,
  platform: process.platform,
  arch: process.arch,
  execPath: process.execPath,
  pid: process.pid,
  maxTimers: settings.maxTimers,
  codeGeneration: settings.codeGeneration,
  trace: settings.trace,
} satisfies LibraryConstants);

const grants = resolveGrants([settings.root, ...settings.allowRead], settings.allowWrite, settings.aliases);
const outbox = new Outbox();
let isolate = new Isolate(settings.memory, constants, settings.reload);

settings.inherited.forEach(closeInherited);
// Ctrl-C and service managers signal the whole group: the parent finishes what runs, and closes fd 3 when it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
const guarded = startGuard(settings.parent);
await warmUp(isolate, settings, grants);
isolate.dispose();
isolate = new Isolate(settings.memory, constants, settings.reload);
isolate.prepare();
await guarded;
const wishes = new Socket({ fd: 5, readable: true, writable: false }).on('close', die);
const aborts = new Aborts(wishes);
outbox.add(RECORD.READY, 0, new Uint8Array(0));
outbox.deliver();
await serve(new Inbox(3));
die();

/** The parent is gone or has closed this worker. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** One run after the other. Only a run that sleeps or has much to do, and V8's own tasks now and then, make the event loop turn. */
async function serve(inbox: Inbox): Promise<void> {
  let runs = 0;
  for (let assignment = inbox.next(); assignment !== undefined; assignment = inbox.next()) {
    if (isLate(assignment.order)) {
      outbox.refuse(assignment.id);
      continue;
    }
    const run = new Run(assignment, isolate, outbox, settings, grants);
    aborts.begin(run.id);
    for (let wait = run.start(); wait !== TURN_OVER; ) {
      wait = (await aborts.pause(wait)) ? run.abort() : run.proceed();
    }
    finished(run);
    if (++runs % RUNS_AT_ONCE === 0) await new Promise(setImmediate);
  }
}

/** The parent may have given it to another worker meanwhile. */
function isLate({ until }: Order): boolean {
  return until !== undefined && monotonicMs() >= until;
}

/** The answer is on its way; what the next run needs is made while the parent reads it. */
function finished(run: Run): void {
  // After a run, compiled code also holds the functions it used.
  if (!run.worn && run.fault === undefined) isolate.compiler.saveCode(SAVE_BUDGET_MS);
  if (run.worn || run.fault !== undefined || isolate.contexts >= settings.runsPerIsolate || isolate.isFull) {
    isolate.dispose();
    isolate = new Isolate(settings.memory, constants, settings.reload);
  }
  isolate.prepare();
}

/** Closes it only if it is what the parent saw: by now the number may belong to this process's own event loop. */
function closeInherited({ fd, dev, ino }: InheritedDescriptor): void {
  try {
    const stat = fstatSync(fd);
    if (stat.dev === dev && stat.ino === ino) closeSync(fd);
  } catch {
    // It is not open here.
  }
}
