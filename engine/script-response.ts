// ScriptResponse made from its parts, streams and Headers only when asked for. Parent side.
import type { HeaderPairs, RunReport, ScriptResponse } from './types.ts';

/** What is known when the header block is. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
}

/** What follows it, made when it is asked for. */
export interface ResponseRest {
  readonly body: ReadableStream<Uint8Array>;
  readonly report: Promise<RunReport>;
}

/** Makes the response of a script; of one that is whole already the rest is not asked for its body. */
export function createScriptResponse(
  head: ResponseHead,
  wholeBody: Uint8Array | null,
  rest: ResponseRest,
): ScriptResponse {
  return new LazyResponse(head, wholeBody, rest);
}

/** A class, as an object literal with getters is a hidden class of its own to V8: none of them would go before a full collection. */
class LazyResponse implements ScriptResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
  readonly wholeBody: Uint8Array | null;
  readonly #rest: ResponseRest;
  #headers: Headers | undefined;
  #body: ReadableStream<Uint8Array> | undefined;

  constructor(head: ResponseHead, wholeBody: Uint8Array | null, rest: ResponseRest) {
    this.status = head.status;
    this.statusText = head.statusText;
    this.headerPairs = head.headerPairs;
    this.wholeBody = wholeBody;
    this.#rest = rest;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.headerPairs as [string, string][]); // Headers only reads them
    return this.#headers;
  }

  get body(): ReadableStream<Uint8Array> {
    this.#body ??= this.wholeBody === null ? this.#rest.body : streamOf(this.wholeBody);
    return this.#body;
  }

  get report(): Promise<RunReport> {
    return this.#rest.report;
  }

  async bytes(): Promise<Uint8Array> {
    return this.wholeBody ?? new Uint8Array(await new Response(this.body).arrayBuffer());
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** The rest of an answer that no run was needed for. */
class WithoutRun implements ResponseRest {
  readonly body: ReadableStream<Uint8Array>;
  readonly #script: string;

  constructor(script: string, body: ReadableStream<Uint8Array>) {
    this.#script = script;
    this.body = body;
  }

  get report(): Promise<RunReport> {
    return Promise.resolve({
      ...{ requestId: '', script: this.#script, code: 'ok', exitCode: null, stderr: '', stderrBytes: 0 },
      ...{ stdoutBytes: 0, warnings: [], queuedMs: 0, wallMs: 0, cpuMs: 0, worker: 0, compiled: 0 },
    });
  }
}

const EMPTY = new Uint8Array(0);

/** The answer for a folder named without its slash. */
export function movedTo(location: string): ScriptResponse {
  const head = { status: 301, statusText: '', headerPairs: [['Location', location]] } as const;
  return createScriptResponse(head, EMPTY, new WithoutRun(location, streamOf(EMPTY)));
}

/** The answer of the app around us to a local redirect. */
export function fromWebResponse({ status, statusText, headers, body }: Response): ScriptResponse {
  const head = { status, statusText, headerPairs: [...headers] };
  return createScriptResponse(head, body === null ? EMPTY : null, new WithoutRun('', body ?? streamOf(EMPTY)));
}
