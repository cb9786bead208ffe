// One run from its place in the queue to its report: makes the worker's job and the answer to it. Parent side.
import { Answer, type Answered } from './answer.ts';
import type { CgiError } from './errors.ts';
import type { Incoming } from './incoming.ts';
import type { ResolvedOptions } from './options.ts';
import type { PoolTask } from './pool/pool.ts';
import type { Body } from './pool/spool.ts';
import type { Job, WorkerProcess } from './pool/worker-process.ts';
import { namedVariables, type RunDescription } from './run-environment.ts';

/** What a request may ask for beside its answer. */
export type RunExtras = Pick<Incoming, 'observer' | 'prelude'>;

/** A request that waited longer runs its script as it is then: the worker looks at the file again. */
const MAX_AGE_MS = 1000;

export class RunTask implements PoolTask {
  readonly key: string;
  /** Settles with the header block. */
  readonly answered: Promise<Answered>;
  /** Resolves at the very end; false if the run failed. */
  readonly ended: Promise<boolean>;
  readonly #run: RunDescription;
  readonly #body: Body;
  readonly #files: Readonly<Record<string, string>> | undefined;
  readonly #options: ResolvedOptions;
  readonly #extras: RunExtras;
  readonly #queuedAt = performance.now();
  readonly #resolve: (answered: Answered | Promise<Answered>) => void;
  readonly #reject: (error: CgiError) => void;
  readonly #end: (ok: boolean) => void;
  #worker: WorkerProcess | undefined;

  constructor(
    run: RunDescription,
    body: Body,
    files: Readonly<Record<string, string>> | undefined,
    options: ResolvedOptions,
    extras: RunExtras,
  ) {
    this.key = run.script;
    this.#run = run;
    this.#body = body;
    this.#files = files;
    this.#options = options;
    this.#extras = extras;
    const answered = Promise.withResolvers<Answered>();
    this.answered = answered.promise;
    this.#resolve = answered.resolve;
    this.#reject = answered.reject;
    const ended = Promise.withResolvers<boolean>();
    this.ended = ended.promise;
    this.#end = ended.resolve;
  }

  start(worker: WorkerProcess): Job {
    this.#worker = worker;
    const { script, seen, nph, method, requestId, environment, args } = this.#run;
    const queuedMs = performance.now() - this.#queuedAt;
    const control = {
      pid: worker.pid,
      pause: () => worker.pause(),
      resume: () => worker.resume(),
      abort: (code: CgiError['code'], message: string) => worker.abort(code, message),
    };
    const { observer, prelude } = this.#extras;
    const source = { script, nph, method, requestId, environment, queuedMs, observer };
    const answer = new Answer(source, this.#options, control);
    observer?.environment?.(namedVariables(environment));
    this.#resolve(answer.answered);
    void answer.report.then((report) => {
      this.#worker = undefined;
      this.#body.dispose();
      this.#end(report.code === 'ok');
      observer?.report?.(report);
      this.#options.onReport?.(report);
    });
    const { pieces } = this.#body;
    const spooled = this.#body.bytes === undefined ? { spooled: this.#body.moveTo(worker.spoolFolder) } : {};
    return {
      order: {
        script,
        args,
        ...(seen !== undefined && performance.now() - seen.at < MAX_AGE_MS && { freshness: seen.freshness }),
        ...spooled,
        ...(this.#files !== undefined && { inMemory: true as const }),
        ...(pieces !== undefined && { pieces }),
        ...(prelude !== undefined && { prelude }),
      },
      environment: environment.join('\0'),
      files: this.#files,
      body: this.#body.bytes,
      events: answer,
    };
  }

  refuse(error: CgiError): void {
    this.#body.dispose();
    this.#reject(error);
    this.#end(true);
  }

  /** The client went away while the script ran. */
  abort(): void {
    this.#worker?.abort('CLIENT_GONE', 'The client has gone');
  }
}
