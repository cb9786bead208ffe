// Reads assignments from fd 3, runs one at a time, answers on fd 4; fd 5 says which run is to stop. Worker side.
import { closeSync, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import { TURN_OVER } from '../../sandbox-lib/bridge.ts';
import type { InheritedDescriptor, Order, WorkerSettings } from '../wire/messages.ts';
import { monotonicMs } from '../wire/monotonic.ts';
import { RECORD } from '../wire/records.ts';
import { Aborts } from './aborts.ts';
import { type Grants, resolveGrants } from './bridge/grants.ts';
import { constantsOf } from './constants.ts';
import { Inbox } from './inbox.ts';
import { Isolate } from './isolate.ts';
import { Isolates } from './isolates.ts';
import { hasLibraryCode } from './library.ts';
import { Outbox } from './outbox.ts';
import { giveUpRights } from './rights.ts';
import { Run } from './run.ts';
import { warmUp } from './warm-up.ts';

/** How long the next run may have to wait for compiled code being saved. */
const SAVE_BUDGET_MS = 50;
/** V8 leaves some of its work (what follows a garbage collection) to the event loop: it must not wait forever. */
const RUNS_AT_ONCE = 50;

export class RunLoop {
  readonly #settings: WorkerSettings;
  readonly #grants: Grants;
  readonly #outbox = new Outbox();
  readonly #isolates: Isolates;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.#grants = resolveGrants([settings.root, ...settings.allowRead], settings.allowWrite, settings.aliases);
    const constants = constantsOf(settings);
    this.#isolates = new Isolates(
      () => new Isolate(settings.memory, constants, settings.reload),
      settings.runsPerIsolate,
    );
  }

  /** Does runs until the parent is gone or has closed this worker; that ends the process. `guarded`: see startGuard. */
  async serve(guarded: Promise<unknown>): Promise<void> {
    this.#settings.inherited.forEach(closeInherited);
    // Ctrl-C and service managers signal the whole group: the parent finishes what runs, and closes fd 3 when it is done.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
    // The first run of a worker that is needed at once would take 5 ms instead of 3.
    await warmUp(this.#isolates.current, this.#settings, this.#grants);
    if (!hasLibraryCode()) {
      this.#isolates.current.keepLibraryCode();
      this.#isolates.renew();
    }
    this.#isolates.current.prepare();
    await guarded;
    giveUpRights();
    const wishes = new Socket({ fd: 5, readable: true, writable: false }).on('close', die);
    const aborts = new Aborts(wishes);
    this.#outbox.add(RECORD.READY, 0, new Uint8Array(0));
    this.#outbox.deliver();
    await this.#runAll(new Inbox(3), aborts);
    die();
  }

  /** One run after the other. Only a run that sleeps or has much to do, and V8's own tasks now and then, make the event loop turn. */
  async #runAll(inbox: Inbox, aborts: Aborts): Promise<void> {
    let runs = 0;
    for (let assignment = inbox.next(); assignment !== undefined; assignment = inbox.next()) {
      if (isLate(assignment.order)) {
        this.#outbox.refuse(assignment.id);
        continue;
      }
      const run = new Run(assignment, this.#isolates.current, this.#outbox, this.#settings, this.#grants);
      aborts.begin(run.id);
      for (let wait = run.start(); wait !== TURN_OVER; ) {
        wait = (await aborts.pause(wait)) ? run.abort() : run.proceed();
      }
      this.#finished(run);
      if (++runs % RUNS_AT_ONCE === 0) await new Promise(setImmediate);
    }
  }

  /** The answer is on its way; what the next run needs is made while the parent reads it. */
  #finished(run: Run): void {
    const isBad = run.worn || run.fault !== undefined;
    // After a run, compiled code also holds the functions it used.
    if (!isBad) this.#isolates.current.compiler.saveCode(SAVE_BUDGET_MS);
    this.#isolates.afterRun(isBad);
  }
}

/** The parent may have given it to another worker meanwhile. */
function isLate({ until }: Order): boolean {
  return until !== undefined && monotonicMs() >= until;
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

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
