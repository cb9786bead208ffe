// ScriptResponse made from its parts, streams and Headers only when asked for. Parent side.
import type { HeaderPairs, RunReport, ScriptResponse } from './types.ts';

export interface ResponseParts {
  readonly status: number;
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
  readonly wholeBody: Uint8Array | null;
  /** Asked once, where the body is not whole. */
  readonly stream: () => ReadableStream<Uint8Array>;
  readonly report: Promise<RunReport>;
}

/** Makes the response of a script. */
export function createScriptResponse(parts: ResponseParts): ScriptResponse {
  return new LazyResponse(parts);
}

/** A class, as an object literal with getters is a hidden class of its own to V8: none of them would go before a full collection. */
class LazyResponse implements ScriptResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
  readonly wholeBody: Uint8Array | null;
  readonly report: Promise<RunReport>;
  readonly #makeStream: () => ReadableStream<Uint8Array>;
  #headers: Headers | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;

  constructor(parts: ResponseParts) {
    this.status = parts.status;
    this.statusText = parts.statusText;
    this.headerPairs = parts.headerPairs;
    this.wholeBody = parts.wholeBody;
    this.report = parts.report;
    this.#makeStream = parts.stream;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.headerPairs as [string, string][]); // Headers only reads them
    return this.#headers;
  }

  get body(): ReadableStream<Uint8Array> {
    this.#stream ??= this.wholeBody === null ? this.#makeStream() : streamOf(this.wholeBody);
    return this.#stream;
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

/** A report for answers that no run was needed for. */
function noRun(script: string): RunReport {
  return {
    ...{ requestId: '', script, code: 'ok', exitCode: null, stderr: '', stderrBytes: 0, stdoutBytes: 0, warnings: [] },
    ...{ queuedMs: 0, wallMs: 0, cpuMs: 0, worker: 0, compiled: 0 },
  };
}

/** The answer for a folder named without its slash. */
export function movedTo(location: string): ScriptResponse {
  return createScriptResponse({
    status: 301,
    statusText: '',
    headerPairs: [['Location', location]],
    wholeBody: new Uint8Array(0),
    stream: () => streamOf(new Uint8Array(0)),
    report: Promise.resolve(noRun(location)),
  });
}

/** The answer of the app around us to a local redirect. */
export function fromWebResponse(response: Response): ScriptResponse {
  return createScriptResponse({
    status: response.status,
    statusText: response.statusText,
    headerPairs: [...response.headers],
    wholeBody: response.body === null ? new Uint8Array(0) : null,
    stream: () => response.body ?? streamOf(new Uint8Array(0)),
    report: Promise.resolve(noRun('')),
  });
}
