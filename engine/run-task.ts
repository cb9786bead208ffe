// One run from its place in the queue to its report: makes the worker's job and the answer to it. Parent side.
import { Answer, type Answered, type AnswerOwner } from './answer.ts';
import type { CgiError } from './errors.ts';
import type { Incoming } from './incoming.ts';
import type { ResolvedOptions } from './options.ts';
import type { Job, PoolTask } from './pool/job.ts';
import type { Overflow } from './pool/overflow.ts';
import type { Body, Spool } from './pool/spool.ts';
import type { WorkerProcess } from './pool/worker-process.ts';
import { namedVariables, type RunDescription } from './run-environment.ts';
import type { RunReport } from './types.ts';

/** What a request may ask for beside its answer. */
export type RunExtras = Pick<Incoming, 'observer' | 'prelude'>;

/** A request that waited longer runs its script as it is then: the worker looks at the file again. */
const MAX_AGE_MS = 1000;

export class RunTask implements PoolTask<WorkerProcess>, AnswerOwner {
  readonly key: string;
  /** Settles with the header block. */
  readonly response: Promise<Answered>;
  readonly #run: RunDescription;
  readonly #body: Body;
  readonly #files: Readonly<Record<string, string>> | undefined;
  readonly #options: ResolvedOptions;
  readonly #extras: RunExtras;
  readonly #spool: Pick<Spool, 'overflow'>;
  readonly #onEnd: (ok: boolean) => void;
  readonly queuedAt = performance.now();
  #resolve!: (answered: Answered) => void; // set by the promise's executor in the constructor
  #reject!: (error: unknown) => void;
  /** While it runs; afterwards the worker is another run's, and what a slow reader still does must not reach it. */
  #worker: WorkerProcess | undefined;
  #pid = 0;
  /** The observer knows its environment. */
  #isTold = false;

  /** `onEnd` is called at the very end, with false if the run failed. */
  constructor(
    run: RunDescription,
    body: Body,
    files: Readonly<Record<string, string>> | undefined,
    options: ResolvedOptions,
    extras: RunExtras,
    spool: Pick<Spool, 'overflow'>,
    onEnd: (ok: boolean) => void,
  ) {
    this.key = run.script;
    this.#run = run;
    this.#body = body;
    this.#files = files;
    this.#options = options;
    this.#extras = extras;
    this.#spool = spool;
    this.#onEnd = onEnd;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get pid(): number {
    return this.#pid;
  }

  get clientIdle(): number {
    return this.#options.clientIdle;
  }

  get isCopied(): boolean {
    return this.#body.chunks !== undefined;
  }

  job(worker: WorkerProcess): Job {
    const { script, seen, environment, args } = this.#run;
    const { chunks, pieces } = this.#body;
    return {
      order: {
        script,
        args,
        // Members without a value are no part of JSON.
        freshness: seen !== undefined && performance.now() - seen.at < MAX_AGE_MS ? seen.freshness : undefined,
        spooled: chunks === undefined ? this.#body.moveTo(worker.spoolFolder) : undefined,
        inMemory: this.#files === undefined ? undefined : true,
        pieces,
        prelude: this.#extras.prelude,
      },
      environment: environment.join('\0'),
      files: this.#files,
      body: chunks,
    };
  }

  begin(worker: WorkerProcess): Answer {
    this.#worker = worker;
    this.#pid = worker.pid;
    const { script, nph, method, requestId, environment } = this.#run;
    const queuedMs = performance.now() - this.queuedAt;
    const { observer } = this.#extras;
    // Not from here: what a listener throws is no fault of the worker. And once: a run that came too late to one worker begins in another.
    if (observer?.environment !== undefined && !this.#isTold)
      void Promise.resolve(environment).then((told) => observer.environment?.(namedVariables(told)));
    this.#isTold = true;
    return new Answer({ script, nph, method, requestId, environment, queuedMs, observer }, this.#options, this);
  }

  /** It will never run. */
  refuse(error: unknown): void {
    this.#body.dispose();
    this.#reject(error);
    this.#onEnd(true);
  }

  /** The client went away while the script ran. */
  leave(): void {
    this.#worker?.abort('CLIENT_GONE', 'the client has gone');
  }

  answered(answered: Answered): void {
    this.#resolve(answered);
  }

  failed(error: CgiError): void {
    this.#reject(error);
  }

  ended(report: RunReport): void {
    this.#worker = undefined;
    this.#body.dispose();
    this.#onEnd(report.code === 'ok');
    const { observer } = this.#extras;
    if (observer?.report === undefined && this.#options.onReport === undefined) return;
    // Not from here: what a listener throws must not be taken for nonsense that the worker sent.
    void Promise.resolve(report).then((told) => {
      try {
        observer?.report?.(told);
      } finally {
        this.#options.onReport?.(told);
      }
    });
  }

  pause(): void {
    this.#worker?.pause();
  }

  resume(): void {
    this.#worker?.resume();
  }

  overflow(): Promise<Overflow | undefined> {
    return this.#spool.overflow();
  }

  abort(code: CgiError['code'], message: string): void {
    this.#worker?.abort(code, message);
  }

  cancelled(): void {
    this.abort('CLIENT_GONE', `the client stopped reading the response of "${this.key}"`);
  }
}
