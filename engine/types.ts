// The contract between adapters and the engine: plain data and web streams. No Hono, no isolated-vm. Both sides import this.
import type { ErrorCode } from './errors.ts';

/** Header fields in order of arrival; a name may repeat. Values are latin1 strings as on the wire (one char, one byte). */
export type HeaderPairs = ReadonlyArray<readonly [name: string, value: string]>;

/** A request for one script, in the shape a caller finds easiest. A web `Request` is accepted as well. */
export interface ScriptRequest {
  /** @default 'GET' (kept as given: 'patch' stays 'patch') */
  readonly method?: string;
  /** Raw query string without the '?'. @default '' */
  readonly query?: string;
  /** Extra path after the script's name, decoded, starting with '/'. @default none */
  readonly pathInfo?: string;
  readonly headers?: HeaderPairs | Iterable<readonly [string, string]> | Readonly<Record<string, string>>;
  /** A stream is read only after the script was found, and need not be read to its end; its pieces must not change once given. */
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null;
  /** Ends the run when aborted: a queued one is never started, a running one is stopped. */
  readonly signal?: CancelSignal;
  /** Names this request in logs, error pages and UNIQUE_ID; URL-safe, at most 64 characters. @default one made by the engine */
  readonly requestId?: string;
  /** What the server in front knows of the connection; each field becomes a meta-variable (RFC 3875 4.1). */
  readonly connection?: ConnectionInfo;
  /** Environment variables of this run beside those of the option `env`, over which they win. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Is shown the run itself beside its answer: for tests and recorders. */
  readonly observer?: RunObserver;
  /** JavaScript that is run in the fresh context before the script: for tests, a clock that stands still. @default none */
  readonly prelude?: string;
  /** Hands the body to the script in the pieces it came in, at most one per read; beyond 4096 in larger ones. For tests. @default false */
  readonly inPieces?: boolean;
}

/** Tells that nobody waits for the answer any more: what is used of an AbortSignal. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Sees a run as it goes; of one that ends in a local redirect, the run before it. */
export interface RunObserver {
  /** The environment the script is given. */
  environment?(variables: Readonly<Record<string, string>>): void;
  /** Each piece of stdout as the script wrote it, header block included. */
  stdout?(chunk: Uint8Array): void;
  /** The report of the run, also where there is no answer that would carry it. */
  report?(report: RunReport): void;
}

/** What a server knows of the connection a request came on. Everything is optional: `app.request()` has no socket. */
export interface ConnectionInfo {
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** @default 'HTTP/1.1' */
  readonly protocol?: string;
  /** @default '127.0.0.1' */
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  readonly localAddress?: string;
  readonly localPort?: number;
  /** Set only where the server itself checked it, never from a client's header (RFC 3875 4.1.1, 4.1.11). */
  readonly auth?: { readonly type: string; readonly user: string };
}

/** A request as a gateway has it: the raw request target, still to be resolved to a script. */
export interface GatewayRequest extends Omit<ScriptRequest, 'query' | 'pathInfo'> {
  /** Raw origin-form request target with its query: '/cgi-bin/env.js/a%20b?x=1'. */
  readonly target: string;
  /** URL path prefix the root is mounted at, no trailing slash: '' or '/cgi-bin'. */
  readonly mount: string;
  /** What REQUEST_URI says where a rewrite rule made `target` from another one. @default target */
  readonly requestUri?: string | undefined;
  /** Answers every path under the mount with this one script, a path inside root. @default the path says which */
  readonly script?: string | undefined;
  /**
   * Refuses a path that leads to its script by merged slashes only, and leaves PATH_INFO as it was sent: whoever has rules for paths in front
   * merges none. @default false
   */
  readonly exactPath?: boolean | undefined;
  /**
   * Answers a local redirect (RFC 3875 6.2.2) to a path that no script under the mount has; without it the client is redirected.
   * What it hands to an engine again must carry `redirect`, or a loop has no end.
   */
  readonly dispatch?: ((target: string, redirect: RedirectState) => Promise<Response>) | undefined;
  /** Set where this request answers a local redirect: what `dispatch` was given. */
  readonly redirect?: RedirectState | undefined;
}

/** What a request that answers a local redirect knows of the client's own request. */
export interface RedirectState {
  /** Local redirects so far, this one included. */
  readonly hops: number;
  /** Decoded path of the client's own request. */
  readonly url: string;
  /** Raw query of the client's own request. */
  readonly query: string;
  readonly method: string;
  /** Raw request target of the client's own request: REQUEST_URI stays what it was. */
  readonly requestUri: string;
  readonly remoteUser: string | undefined;
}

/** A script given as text instead of as a file under root. */
export interface MemoryScript {
  readonly source: string;
  /** Name in stacks and SCRIPT_NAME. @default 'script.js' */
  readonly filename?: string;
  /** Other files it may require, by path relative to the script: { './db.js': '…' }. */
  readonly modules?: Readonly<Record<string, string>>;
}

/** The answer of a script. Resolved when its header block is complete; the body may still be running in. */
export interface ScriptResponse {
  readonly status: number;
  /** Reason phrase, '' if the script gave none. */
  readonly statusText: string;
  readonly headers: Headers;
  /** The same fields as `headers`, in the script's order and spelling. */
  readonly headerPairs: HeaderPairs;
  /** Single use. Errors when the run failed after its header block, so that a truncated body is never taken for a whole one. */
  readonly body: ReadableStream<Uint8Array>;
  /**
   * The whole body, where it was complete together with the header block (then no stream is needed); otherwise null. Of an answer that has
   * none (to HEAD, a 204, 205 or 304) it is empty, and its script may still be at work.
   */
  readonly wholeBody: Uint8Array | null;
  /** Always resolves, at the end of the run. */
  readonly report: Promise<RunReport>;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
}

/** What is known of a run after its end. Times in milliseconds, sizes in bytes. */
export interface RunReport {
  readonly requestId: string;
  readonly script: string;
  /** 'ok' or the code of what ended it. */
  readonly code: 'ok' | ErrorCode;
  /** Which limit ended the run: what was measured and the limit. */
  readonly limit?: { readonly name: string; readonly measured: number; readonly limit: number };
  /** null where the script was never run or was stopped. */
  readonly exitCode: number | null;
  /** The uncaught error of the script, as it printed it. */
  readonly error?: string;
  readonly stderr: string;
  readonly stderrBytes: number;
  readonly stdoutBytes: number;
  /** Sentences for the log: why the run failed, what was odd about its output. */
  readonly warnings: readonly string[];
  readonly queuedMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Process id of the worker, 0 if the run never reached one. */
  readonly worker: number;
  /** Sources compiled for this run; 0 when all compiled code was reused. */
  readonly compiled: number;
  /** What the run used, with the engine's option `trace` and unless the worker had to be killed. */
  readonly touched?: Touched;
}

/** What a run asked for, whether it got it or not; each name once, in order, and at most 32 KiB of them. */
export interface Touched {
  /** Environment variables it read, also those that are not set. */
  readonly env: readonly string[];
  /** Files and folders it looked at, opened for reading or listed; absolute paths. */
  readonly read: readonly string[];
  /** Files and folders it made, changed or removed. */
  readonly written: readonly string[];
  /** Modules it loaded: Node's own by name, others by path; the script itself is one. */
  readonly modules: readonly string[];
}

export interface EngineStats {
  readonly workers: { readonly total: number; readonly idle: number; readonly busy: number; readonly starting: number };
  readonly queued: number;
  readonly running: number;
  readonly runs: number;
  readonly refused: number;
  readonly failed: number;
  /** Workers that died by themselves, and workers killed for a limit or an abort. */
  readonly crashed: number;
  readonly killed: number;
  readonly recycled: number;
}

/** Runs scripts. Made by `createEngine`; ends with `close()`. */
export interface Engine {
  /** Real path of the folder of scripts: what a file server beside it must never serve. */
  readonly root: string;
  /** Runs one script: a path inside root, or an in-memory script. Rejects with a CgiError. */
  execute(script: string | MemoryScript, request?: ScriptRequest | Request): Promise<ScriptResponse>;
  /** Resolves the request target to a script under the mount and runs it. Rejects with a CgiError. */
  handle(request: GatewayRequest): Promise<ScriptResponse>;
  /** Starts the workers ahead of the first request and resolves when one takes runs. */
  ready(): Promise<void>;
  stats(): EngineStats;
  /** Finishes what runs and what waits, refuses everything new. */
  drain(): Promise<void>;
  /** Drains for at most so many milliseconds, Infinity for as long as it takes, then kills. @default graceMs 0 */
  close(graceMs?: number): Promise<void>;
}
