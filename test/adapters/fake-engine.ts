// An engine that answers from a function and remembers what it was asked: the adapters' side of the contract, without workers.
import type { Engine, GatewayRequest, HeaderPairs, RunReport, ScriptResponse } from '../../engine/index.ts';

export interface FakeAnswer {
  status?: number;
  statusText?: string;
  pairs?: HeaderPairs;
  /** Text is whole with the header block; a stream is not. */
  body?: string | ReadableStream<Uint8Array>;
}

export interface FakeEngine extends Engine {
  readonly requests: GatewayRequest[];
}

export function fakeEngine(
  answer: (request: GatewayRequest) => FakeAnswer | Promise<FakeAnswer>,
  root = '/nowhere',
): FakeEngine {
  const requests: GatewayRequest[] = [];
  const nothing = async () => {};
  return {
    root,
    requests,
    async handle(request) {
      requests.push(request);
      return toScriptResponse(await answer(request));
    },
    execute: () => Promise.reject(new Error('not asked for')),
    stats: () => ({
      workers: { total: 0, idle: 0, busy: 0, starting: 0 },
      ...{ queued: 0, running: 0, runs: 0, refused: 0, failed: 0, crashed: 0, killed: 0, recycled: 0 },
    }),
    ready: nothing,
    drain: nothing,
    close: nothing,
  };
}

function toScriptResponse({ status = 200, statusText = '', pairs = [], body = '' }: FakeAnswer): ScriptResponse {
  const whole = typeof body === 'string' ? new TextEncoder().encode(body) : null;
  const stream = () => (typeof body === 'string' ? (new Response(body).body ?? new ReadableStream()) : body);
  return {
    status,
    statusText,
    headers: new Headers(pairs.map(([name, value]) => [name, value])),
    headerPairs: pairs,
    wholeBody: whole,
    get body() {
      return stream();
    },
    report: Promise.resolve({ code: 'ok' } as RunReport),
    text: () => new Response(stream()).text(),
    bytes: () => new Response(stream()).bytes(),
  };
}
