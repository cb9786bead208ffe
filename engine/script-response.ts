// ScriptResponse made from its parts, streams and Headers only when asked for. Parent side.
import type { HeaderPairs, RunReport, ScriptResponse } from './types.ts';

export interface ResponseParts {
  readonly status: number;
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
  readonly wholeBody: Uint8Array | null;
  readonly stream: () => ReadableStream<Uint8Array>;
  readonly report: Promise<RunReport>;
}

/** Makes the response of a script. */
export function createScriptResponse(parts: ResponseParts): ScriptResponse {
  let headers: Headers | undefined;
  let stream: ReadableStream<Uint8Array> | undefined;
  const { status, statusText, headerPairs, wholeBody, report } = parts;
  const response: ScriptResponse = {
    status,
    statusText,
    headerPairs,
    wholeBody,
    report,
    get headers() {
      headers ??= new Headers(headerPairs as [string, string][]); // Headers only reads them
      return headers;
    },
    get body() {
      stream ??= wholeBody === null ? parts.stream() : streamOf(wholeBody);
      return stream;
    },
    async bytes() {
      return wholeBody ?? new Uint8Array(await new Response(response.body).arrayBuffer());
    },
    async text() {
      return new TextDecoder().decode(await response.bytes());
    },
  };
  return response;
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
