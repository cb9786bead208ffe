// createEngine(): finds the script, queues the run, answers with its response. Parent side.
import type { Answered } from './answer.ts';
import {
  checkMethod,
  exactPath,
  type LocatedScript,
  type LocateOptions,
  locateFile,
  locateMounted,
  locateScript,
  parseTarget,
  readDeclaredBody,
} from './cgi/index.ts';
import { CgiError, isCgiError } from './errors.ts';
import { FileWalk, type KnownFiles } from './file-probe.ts';
import { fromGatewayRequest, fromScriptRequest, type Incoming } from './incoming.ts';
import { type Gateway, redirectedRequest } from './local-redirect.ts';
import { placeMemoryScript } from './memory-script.ts';
import { type EngineOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { countPieces } from './pool/count-pieces.ts';
import { Pool } from './pool/pool.ts';
import { type Body, type BodySource, NO_BODY, Spool } from './pool/spool.ts';
import { type RunDescription, RunEnvironment } from './run-environment.ts';
import { RunTask } from './run-task.ts';
import { fromWebResponse, movedTo } from './script-response.ts';
import type { Engine, EngineStats, GatewayRequest, MemoryScript, ScriptRequest, ScriptResponse } from './types.ts';

/** Longest path in bytes, and what the kernel takes. */
const MAX_PATH = 4096;
/** A timer waits no longer: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Makes an engine: workers are started at the first request, or by `ready()`.
 *
 * @throws CgiError BAD_OPTION
 * @example
 * const engine = createEngine({ root: './cgi-bin' });
 * const response = await engine.execute('guestbook.js', { method: 'POST', body: 'name=Ada' });
 * console.log(response.status, await response.text());
 * await engine.close();
 */
export function createEngine(options: EngineOptions = {}): Engine {
  return new ScriptEngine(resolveOptions(options));
}

class ScriptEngine implements Engine {
  readonly #options: ResolvedOptions;
  readonly #locate: LocateOptions;
  readonly #knownFiles: KnownFiles = new Map();
  readonly #environment: RunEnvironment;
  readonly #spool: Spool;
  readonly #pool: Pool;
  /**
   * How much was begun and is not finished: what a drain waits for. No Set of promises: one that is filled and emptied all the time
   * keeps what was in it alive until a full collection (each table it outgrows points to the next), which cost pauses of 15 ms.
   */
  #open = 0;
  #draining = false;
  readonly #whenDone: Array<() => void> = [];

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.#locate = { ...options, maxPathBytes: MAX_PATH };
    this.#environment = new RunEnvironment(options);
    const { uid, gid } = options;
    const owner = uid === undefined || gid === undefined ? undefined : { uid, gid };
    this.#spool = new Spool(options.spoolFolder, options.maxSpool, owner);
    this.#pool = new Pool(options, this.#spool);
  }

  get root(): string {
    return this.#options.root;
  }

  async execute(script: string | MemoryScript, request: ScriptRequest | Request = {}): Promise<ScriptResponse> {
    this.#admit();
    return this.#counted(() => {
      const incoming = fromScriptRequest(request);
      if (typeof script !== 'string') {
        const { located, files } = placeMemoryScript(script, this.root);
        return this.#answer({ ...located, pathInfo: incoming.pathInfo }, incoming, { mount: '' }, files);
      }
      const walk = this.#walk();
      const located = locateFile(script, walk, this.#locate);
      const seen = walk.seen(located.script);
      return this.#answer({ ...located, seen, pathInfo: incoming.pathInfo }, incoming, { mount: '' });
    });
  }

  async handle(request: GatewayRequest): Promise<ScriptResponse> {
    // With a redirect it is the way on of a request that has begun, and has to end before a drain does.
    if (request.redirect === undefined) this.#admit();
    return this.#counted(() => this.#handle(request));
  }

  ready(): Promise<void> {
    return this.#pool.ready();
  }

  stats(): EngineStats {
    return this.#pool.stats();
  }

  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#open > 0) await new Promise<void>((resolve) => this.#whenDone.push(resolve));
  }

  async close(graceMs = 0): Promise<void> {
    const drained = this.drain();
    if (graceMs > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, Math.min(graceMs, MAX_TIMER_MS));
      await Promise.race([drained, promise]);
      clearTimeout(timer);
    }
    this.#pool.close();
    this.#spool.abandon(new CgiError('DRAINING', 'Cannot read a request body: the engine is closed'));
    await drained;
    await this.#pool.ended();
    this.#spool.close();
  }

  #walk(): FileWalk {
    return new FileWalk(this.root, this.#knownFiles);
  }

  #handle(request: GatewayRequest): ScriptResponse | Promise<ScriptResponse> {
    const { mount, script } = request;
    const target = parseTarget(request.target);
    const walk = this.#walk();
    const located =
      script === undefined
        ? locateScript(target, mount, walk, this.#locate)
        : locateMounted(target, mount, script, walk, this.#locate);
    if (located.kind === 'redirect') return movedTo(located.location);
    const exact = request.exactPath ? exactPath(target, located, script !== undefined, this.#locate) : located;
    const found = { ...exact, seen: walk.seen(located.script) };
    return this.#answer(found, fromGatewayRequest(request, target), request);
  }

  /** A run and, where its script asks for it, the local redirect after it. */
  async #answer(
    located: LocatedScript,
    incoming: Incoming,
    gateway: Gateway,
    files?: Readonly<Record<string, string>>,
  ): Promise<ScriptResponse> {
    checkMethod(incoming.method, this.#options.methods);
    const body = await this.#takeBody(incoming, located.script);
    const answered = await this.#run(located, incoming, body, files);
    if (!('redirect' in answered)) return answered.response;
    // The run is over (see Answer): with one worker the redirect would wait for itself.
    const next = redirectedRequest(answered.redirect, located, incoming, gateway);
    try {
      return await this.#handle(next);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      // No script: the app around us may know the path, else the client is sent there.
      if (gateway.dispatch === undefined) return answered.response;
      return fromWebResponse(await gateway.dispatch(next.target, next.redirect));
    }
  }

  #takeBody(incoming: Incoming, script: string): Body | Promise<Body> {
    const { maxBody, chunked } = this.#options;
    const declared = readDeclaredBody(incoming.headers);
    if (declared.length !== undefined && declared.length > maxBody) {
      throw new CgiError(
        'BODY_TOO_LARGE',
        `Cannot take a request body of ${declared.length} bytes: ${maxBody} are allowed`,
      );
    }
    if (declared.chunked && chunked === 'reject') {
      throw new CgiError('LENGTH_REQUIRED', 'Cannot take a chunked request body: option chunked is "reject"');
    }
    if (incoming.body == null) return NO_BODY;
    this.#pool.admit(script);
    return this.#spoolBody(incoming.body, declared.length, incoming);
  }

  async #spoolBody(
    given: NonNullable<BodySource>,
    declared: number | undefined,
    { inPieces, signal }: Incoming,
  ): Promise<Body> {
    const pieces: number[] = [];
    const source = inPieces ? countPieces(given, pieces) : given;
    const body = await this.#spool.take(source, this.#options.maxBody, signal);
    if (declared !== undefined && body.size < declared) {
      body.dispose();
      throw new CgiError('BODY_ABORTED', `Cannot take the request body: ${body.size} of ${declared} bytes arrived`);
    }
    return pieces.length > 0 ? { ...body, pieces } : body;
  }

  #run(
    located: LocatedScript,
    incoming: Incoming,
    body: Body,
    files: Readonly<Record<string, string>> | undefined,
  ): Promise<Answered> {
    const { signal } = incoming;
    let run: RunDescription;
    try {
      run = this.#environment.describe(located, incoming, body.size);
      if (signal?.aborted) throw clientGone(located.script);
    } catch (error) {
      body.dispose();
      throw error;
    }
    const leave = () => {
      if (this.#pool.cancel(task)) task.refuse(clientGone(located.script));
      else task.leave();
    };
    const task = new RunTask(run, body, files, this.#options, incoming, this.#spool, (ok) => {
      signal?.removeEventListener('abort', leave);
      if (!ok) this.#pool.countFailure();
      this.#done();
    });
    this.#open++;
    signal?.addEventListener('abort', leave);
    try {
      this.#pool.submit(task);
    } catch (error) {
      task.refuse(error);
    }
    return task.response;
  }

  #admit(): void {
    if (this.#draining) throw new CgiError('DRAINING', 'Cannot take a request: the engine is shutting down');
  }

  async #counted<T>(work: () => T | Promise<T>): Promise<T> {
    this.#open++;
    try {
      return await work();
    } catch (error) {
      throw isCgiError(error) ? error : hostFailed(error);
    } finally {
      this.#done();
    }
  }

  #done(): void {
    if (--this.#open > 0) return;
    for (const resolve of this.#whenDone.splice(0)) resolve();
  }
}

function clientGone(script: string): CgiError {
  return new CgiError('CLIENT_GONE', `Cannot run "${script}": the client has gone`);
}

/** A full disk, say, or an argument that is none. */
function hostFailed(cause: unknown): CgiError {
  return new CgiError('HOST_FAILED', `Cannot answer the request: ${String(cause)}`, { cause });
}

/** There is nothing at this path that the engine could run. */
function isAbsent(error: unknown): boolean {
  return isCgiError(error) && (error.code === 'SCRIPT_NOT_FOUND' || error.code === 'DIRECTORY_WITHOUT_INDEX');
}
