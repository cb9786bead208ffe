// From the events of a run to its ScriptResponse: header block first, then the body, at last the report. Parent side.
import { buildResponse, type HeaderBlock, HeaderBlockParser, type ResponsePlan, showBytes } from './cgi/index.ts';
import { CgiError, isCgiError } from './errors.ts';
import type { ResolvedOptions } from './options.ts';
import type { Outcome, RunEvents } from './pool/job.ts';
import { type BodyFlow, ResponseBody } from './response-body.ts';
import { namedVariables } from './run-environment.ts';
import { createScriptResponse } from './script-response.ts';
import type { RunObserver, RunReport, ScriptResponse } from './types.ts';
import type { WorkerReport } from './wire/messages.ts';

/** The run an answer belongs to. */
export interface AnswerSource {
  /** Name for messages. */
  readonly script: string;
  readonly method: string;
  readonly nph: boolean;
  readonly requestId: string;
  readonly queuedMs: number;
  readonly environment: readonly string[];
  readonly observer: RunObserver | undefined;
}

/** What an answer may do to its run, and whom it tells. After the end of the run nothing of it reaches the worker. */
export interface AnswerOwner extends BodyFlow {
  readonly pid: number;
  abort(code: 'OUTPUT_LIMIT' | 'BAD_HEADER', message: string): void;
  /** The header block is complete. */
  answered(answered: Answered): void;
  /** There will be none. */
  failed(error: CgiError): void;
  ended(report: RunReport): void;
}

/** A response, or the path the script wants answered instead (RFC 3875 6.2.2). */
export type Answered =
  | { readonly response: ScriptResponse }
  | { readonly redirect: string; readonly response: ScriptResponse };

/** Bytes of stdout shown to a developer when the header block is malformed. */
const SHOWN_OUTPUT = 2048;
const MAX_HEADER_LINE = 8192;
const MAX_HEADER_FIELDS = 256;
const NO_BYTES = new Uint8Array(0);

export class Answer implements RunEvents {
  readonly #source: AnswerSource;
  readonly #options: ResolvedOptions;
  readonly #owner: AnswerOwner;
  readonly #parser: HeaderBlockParser;
  readonly #body: ResponseBody;
  readonly #startedAt = performance.now();
  #report: RunReport | undefined;
  /** Somebody has asked for the report before the end. */
  #awaited: PromiseWithResolvers<RunReport> | undefined;
  #plan: ResponsePlan | undefined;
  #failure: CgiError | undefined;
  #isAnswered = false;
  #stdoutBytes = 0;
  /** Bytes after the header block. */
  #bodyBytes = 0;
  /** What came until the header block was complete: for the page of a developer. */
  readonly #shown: Uint8Array[] = [];
  #unsent = '';
  readonly #stderr: Uint8Array[] = [];

  constructor(source: AnswerSource, options: ResolvedOptions, owner: AnswerOwner) {
    this.#source = source;
    this.#options = options;
    this.#owner = owner;
    this.#parser = new HeaderBlockParser(source.script, source.nph, {
      onMalformed: options.onMalformed,
      acceptStatusLine: true,
      maxHeaderLineBytes: MAX_HEADER_LINE,
      maxHeaderBlockBytes: options.maxHeaderBlock,
      maxHeaderFields: MAX_HEADER_FIELDS,
    });
    this.#body = new ResponseBody(owner);
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#body.stream;
  }

  /** Most answers are never asked for it: the promise is made when one is. */
  get report(): Promise<RunReport> {
    if (this.#report !== undefined) return Promise.resolve(this.#report);
    this.#awaited ??= Promise.withResolvers<RunReport>();
    return this.#awaited.promise;
  }

  stdout(chunk: Uint8Array): void {
    this.#stdoutBytes += chunk.length;
    // What a listener throws must not be taken for nonsense that the worker sent.
    if (this.#source.observer !== undefined) void Promise.try(() => this.#source.observer?.stdout?.(chunk));
    if (this.#failure !== undefined) return;
    if (this.#plan !== undefined) return this.#takeBody(chunk, this.#plan);
    if (this.#stdoutBytes - chunk.length < SHOWN_OUTPUT) this.#shown.push(chunk);
    try {
      this.#takeBlock(this.#parser.push(chunk));
    } catch (error) {
      this.#stop(toCgiError(error), 'BAD_HEADER');
    }
  }

  stderr(chunk: Uint8Array): void {
    this.#stderr.push(chunk);
  }

  settle(): void {
    if (this.#plan !== undefined && this.#plan.kind !== 'local-redirect' && this.#failure === undefined)
      this.#answer(this.#plan);
  }

  end(outcome: Outcome): void {
    const failure = this.#failure ?? this.#failureOf(outcome);
    if ('report' in outcome) this.#unsent = outcome.report.unsent ?? '';
    const report = this.#makeReport(outcome, failure);
    this.#report = report;
    if (failure === undefined) this.#body.end();
    else this.#body.fail(failure);
    if (failure !== undefined && !this.#isAnswered) this.#owner.failed(this.#explain(failure, report));
    // Without a failure there is a plan: #failureOf makes one of a missing header block.
    else if (this.#plan !== undefined) this.#answer(this.#withLength(this.#plan));
    this.#owner.ended(report);
    this.#awaited?.resolve(report);
  }

  /** HEAD, and the script has printed all of it: then its length is known, as it is for GET (RFC 9110 9.3.2). */
  #withLength(plan: ResponsePlan): ResponsePlan {
    const isEmpty = plan.status === 204 || plan.status === 205 || plan.status === 304 || this.#bodyBytes === 0;
    if (this.#source.method !== 'HEAD' || isEmpty) return plan;
    return { ...plan, headerPairs: [...plan.headerPairs, ['Content-Length', String(this.#bodyBytes)]] };
  }

  #takeBlock(block: HeaderBlock | undefined): void {
    if (block === undefined) return;
    this.#plan = buildResponse(block, this.#source, this.#options);
    this.#takeBody(block.rest, this.#plan);
  }

  #takeBody(chunk: Uint8Array, plan: ResponsePlan): void {
    this.#bodyBytes += chunk.length;
    if (!plan.bodyAllowed) return;
    if (this.#stdoutBytes > this.#options.maxOutput) {
      const { maxOutput } = this.#options;
      const message = `Cannot send the response of "${this.#source.script}": it is longer than ${maxOutput} bytes`;
      const limit = { name: 'output bytes', measured: this.#stdoutBytes, limit: maxOutput };
      return this.#stop(new CgiError('OUTPUT_LIMIT', message, { limit }), 'OUTPUT_LIMIT');
    }
    this.#body.push(chunk);
  }

  /** Nothing good can come of this run any more. */
  #stop(error: CgiError, why: 'BAD_HEADER' | 'OUTPUT_LIMIT'): void {
    this.#failure = error;
    this.#owner.abort(why, error.message);
  }

  #answer(plan: ResponsePlan): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    // Without a body the answer is whole with its header block: nobody waits for the end of the script, and nobody cuts it short.
    const response = createScriptResponse(plan, plan.bodyAllowed ? this.#body.whole() : NO_BYTES, this);
    this.#owner.answered(
      plan.kind === 'local-redirect' && plan.location !== undefined
        ? { redirect: plan.location, response }
        : { response },
    );
  }

  /** Why the run has no whole answer; undefined when it has one. */
  #failureOf(outcome: Outcome): CgiError | undefined {
    const { script } = this.#source;
    if ('code' in outcome) {
      const { limit } = outcome;
      return new CgiError(outcome.code, `Cannot finish script "${script}": ${outcome.message}`, { limit });
    }
    const { code, limit, error, exitCode } = outcome.report;
    if (code !== 'ok') {
      const detail = limit === undefined ? '' : `: ${limit.measured} ${limit.name} used, ${limit.limit} allowed`;
      return new CgiError(code, `Cannot finish script "${script}"${detail}`, { limit });
    }
    if (error !== undefined) return new CgiError('SCRIPT_FAILED', `Script "${script}" failed: ${headline(error)}`);
    if (this.#plan !== undefined) return undefined;
    try {
      this.#takeBlock(this.#parser.end());
      return undefined;
    } catch (cause) {
      const problem = toCgiError(cause);
      if (exitCode === 0 || problem.code !== 'NO_HEADER_BLOCK') return problem;
      return new CgiError('SCRIPT_FAILED', `${problem.message}; it exited with code ${exitCode}`, { cause });
    }
  }

  #explain(failure: CgiError, report: RunReport): CgiError {
    const { environment, script } = this.#source;
    return new CgiError(failure.code, failure.message, {
      cause: failure.cause,
      headers: failure.headers,
      limit: failure.limit,
      details: {
        script,
        ...(report.error === undefined ? {} : { error: report.error }),
        stderr: report.stderr,
        stdout: `${Buffer.concat(this.#shown).toString('utf8', 0, SHOWN_OUTPUT)}${this.#unsent}`,
        environment: namedVariables(environment),
      },
    });
  }

  #makeReport(outcome: Outcome, failure: CgiError | undefined): RunReport {
    const known = 'report' in outcome ? outcome.report : undefined;
    const limit = failure?.limit;
    const stderr = Buffer.concat(this.#stderr);
    return {
      requestId: this.#source.requestId,
      script: this.#source.script,
      code: failure?.code ?? 'ok',
      ...(limit === undefined ? {} : { limit }),
      exitCode: known?.code === 'ok' ? known.exitCode : null,
      ...(known?.error === undefined ? {} : { error: known.error }),
      stderr: stderr.toString(),
      stderrBytes: known?.stderrBytes ?? stderr.length,
      stdoutBytes: this.#stdoutBytes,
      warnings: this.#warnings(failure, known),
      queuedMs: this.#source.queuedMs,
      wallMs: performance.now() - this.#startedAt,
      cpuMs: known?.cpuMs ?? 0,
      worker: this.#owner.pid,
      compiled: known?.compiled ?? 0,
      ...(known?.touched === undefined ? {} : { touched: known.touched }),
    };
  }

  #warnings(failure: CgiError | undefined, known: WorkerReport | undefined): string[] {
    const warnings = [...(this.#plan?.warnings ?? [])];
    if (known?.notice !== undefined) warnings.push(known.notice);
    if (failure !== undefined) return [failure.message, ...warnings];
    const exitCode = known?.exitCode ?? 0;
    if (exitCode !== 0) warnings.push(`the script exited with code ${exitCode} after its answer`);
    const { declaredLength, bodyAllowed } = this.#plan ?? {};
    if (bodyAllowed && declaredLength !== undefined && declaredLength !== String(this.#bodyBytes)) {
      warnings.push(`Content-Length ${showBytes(declaredLength)} was not sent: the body has ${this.#bodyBytes} bytes`);
    }
    return warnings;
  }
}

function toCgiError(error: unknown): CgiError {
  if (isCgiError(error)) return error;
  throw error;
}

/** The line of a printed error that says what happened; above a SyntaxError stand its place, the source line and a caret. */
function headline(text: string): string {
  const [first = '', ...others] = text.split('\n');
  const error = /^(?:file:\/\/)?\/.*:\d+$/.test(first) ? others.find((line) => /^\w*Error\b/.test(line)) : undefined;
  return error === undefined ? first : `${error} (${first})`;
}
