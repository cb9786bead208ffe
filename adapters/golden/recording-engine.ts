// An engine that tells every exchange it has served as a golden case. Parent process.
import {
  type Engine,
  type EngineStats,
  type GatewayRequest,
  type HeaderPairs,
  isCgiError,
  type MemoryScript,
  type RunReport,
  type ScriptRequest,
  type ScriptResponse,
} from '../../engine/index.ts';
import { type GoldenAnswer, type GoldenRequest, writeBody } from './case.ts';
import { answerOf, REQUEST_ID } from './play.ts';

/** Called when an exchange is over, with the raw answer. */
export type OnExchange = (request: GoldenRequest, answer: GoldenAnswer) => void;

/** Fields of one connection: a case has its body at hand. */
const FRAMING = /^(?:connection|keep-alive|content-length|transfer-encoding)$/i;
/** Fields of one browser that say little to a script. It does not see them either: its page must be the same when the case is played. */
const NOISE = /^(?:accept-encoding|upgrade-insecure-requests|dnt|pragma|cache-control|priority|sec-.*)$/i;

type Asked = GatewayRequest & { readonly headers: HeaderPairs };

interface Served {
  readonly response: ScriptResponse;
  readonly bytes: Uint8Array;
}

export class RecordingEngine implements Engine {
  readonly #engine: Engine;
  readonly #onExchange: OnExchange;
  /** One exchange at a time: what it has written must not be mistaken for what the next one writes. */
  #last: Promise<void> = Promise.resolve();
  /** Exchanges served but not told yet. */
  readonly #open = new Set<Promise<void>>();
  /** What the request of this exchange is called by all but its script. */
  #name: string | undefined;

  constructor(engine: Engine, onExchange: OnExchange) {
    this.#engine = engine;
    this.#onExchange = onExchange;
  }

  get root(): string {
    return this.#engine.root;
  }

  /** The report as the log should have it: every script is told the same name, so that its page can be played again. */
  renamed(report: RunReport): RunReport {
    return { ...report, requestId: this.#name ?? report.requestId };
  }

  execute(script: string | MemoryScript, request?: ScriptRequest | Request): Promise<ScriptResponse> {
    return this.#engine.execute(script, request);
  }

  async handle(request: GatewayRequest): Promise<ScriptResponse> {
    // The answer to a local redirect is part of the exchange that asked for it.
    if (request.redirect !== undefined) return this.#engine.handle(request);
    const turn = this.#last.then(() => this.#exchange(request));
    this.#last = turn.then(
      ({ told }) => told,
      () => {},
    );
    return (await turn).response;
  }

  async #exchange(request: GatewayRequest): Promise<{ response: ScriptResponse; told: Promise<void> }> {
    this.#name = request.requestId;
    const pieces: Uint8Array[] = [];
    let report: RunReport | undefined;
    const observer = {
      ...request.observer,
      report: (made: RunReport) => {
        report = made;
      },
    };
    const asked = asReplayed(request);
    const tell = (served: () => Promise<Served>) => this.#tell(asked, pieces, served, () => report?.exitCode ?? 0);
    const body = request.body == null ? null : kept(request.body, pieces);
    let response: ScriptResponse;
    try {
      response = await this.#engine.handle({ ...asked, body, observer });
    } catch (error) {
      if (isCgiError(error) && !UNSERVED.has(error.code)) await tell(() => Promise.reject(error));
      throw error;
    }
    const { wholeBody } = response;
    if (wholeBody !== null) {
      return { response, told: this.#track(tell(async () => ({ response, bytes: wholeBody }))) };
    }
    const [forClient, forCase] = response.body.tee();
    const bytes = readAll(forCase);
    const told = this.#track(tell(async () => ({ response, bytes: await bytes })));
    const { status, statusText, headers, headerPairs } = response;
    const passedOn = {
      ...{ status, statusText, headers, headerPairs, body: forClient, wholeBody: null, report: response.report },
      text: async () => new TextDecoder().decode(await readAll(forClient)),
      bytes: () => readAll(forClient),
    };
    return { response: passedOn, told };
  }

  async #tell(
    { method = 'GET', target, headers: fields }: Asked,
    pieces: readonly Uint8Array[],
    served: () => Promise<Served>,
    exitCode: () => number,
  ): Promise<void> {
    const { status, headers, bytes, error } = await answerOf(async () => {
      const { response, bytes } = await served();
      await response.report;
      return { status: response.status, headers: response.headerPairs, bytes };
    }, method);
    // Its client left in the middle of the answer, say.
    if (error !== null && UNSERVED.has(error.code)) return;
    const { text, base64 } = writeBody(method === 'HEAD' ? new Uint8Array(0) : bytes);
    this.#onExchange(
      { method, target, headers: fields.filter(([name]) => !FRAMING.test(name)), body: Buffer.concat(pieces) },
      { status, headers, body: text, base64, exitCode: exitCode() },
    );
  }

  /** What cannot be told makes no case. */
  #track(told: Promise<void>): Promise<void> {
    const open = told.catch(() => {}).finally(() => this.#open.delete(open));
    this.#open.add(open);
    return open;
  }

  ready(): Promise<void> {
    return this.#engine.ready();
  }

  stats(): EngineStats {
    return this.#engine.stats();
  }

  async drain(): Promise<void> {
    await this.#engine.drain();
    await Promise.all(this.#open);
  }

  async close(graceMs?: number): Promise<void> {
    await this.#engine.close(graceMs);
    await Promise.all(this.#open);
  }
}

/** Somebody else answers, or nobody is there to be answered. */
const UNSERVED = new Set(['SCRIPT_NOT_FOUND', 'DIRECTORY_WITHOUT_INDEX', 'CLIENT_GONE', 'DRAINING', 'BODY_ABORTED']);

/** A request as `freshcgi test` will make it: of the connection it knows nothing, and behind it is no server with other pages. */
function asReplayed({ dispatch: _, ...request }: GatewayRequest): Asked {
  const fields = [...(request.headers as Iterable<readonly [string, string]>)]; // as every adapter hands them over
  const headers = fields.filter(([name]) => !NOISE.test(name));
  return { ...request, headers, requestId: REQUEST_ID, connection: {} };
}

/** @hono/node-server puts a Response of its own in the place of node's, which has no bytes(). */
async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* kept(body: NonNullable<GatewayRequest['body']>, pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  const whole = typeof body === 'string' ? Buffer.from(body) : body;
  for await (const piece of whole instanceof Uint8Array ? [whole] : whole) {
    // The reader may reuse or detach what it was given.
    pieces.push(piece.slice());
    yield piece;
  }
}
