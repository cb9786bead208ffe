// Way in (a): createEngine. A case about a script goes through `execute`, one about a URL through `handle`.
import {
  type CgiError,
  createEngine,
  type Engine,
  isCgiError,
  type ScriptRequest,
  type ScriptResponse,
} from 'freshcgi';
import { type CaseRequest, fileOf, type Mounted, type Step } from '../case.ts';
import { filledOptions } from '../groups.ts';
import type { Door, Outcome } from './door.ts';
import { LogTail } from './log-tail.ts';

const RAW = 'the engine is handed requests, not bytes';
const VERSION = 'the engine is told the version, it does not read it';

export const engineDoor: Door = {
  name: 'engine',
  cannot: (_one, step) => (step.raw !== undefined ? RAW : step.version === '1.0' ? VERSION : undefined),
  async open(group, site) {
    const log = new LogTail();
    const engine = createEngine({
      ...filledOptions(group, site),
      root: site.root,
      onReport: (report) => log.append(`${report.code} ${report.warnings.join('\n')}\n${report.stderr}\n`),
    });
    return {
      log,
      async send(one, step) {
        try {
          return await outcomeOf(await ask(engine, fileOf(one), step, one.mounted));
        } catch (error) {
          if (!isCgiError(error)) throw error;
          log.append(`${error.message}\n`);
          return refusalOf(error);
        }
      },
      close: () => engine.close(),
    };
  },
};

function ask(engine: Engine, script: string, step: Step, mounted: Mounted | undefined): Promise<ScriptResponse> {
  const request = requestOf(step);
  if (mounted !== undefined) {
    const only = mounted.script === undefined ? {} : { script: mounted.script };
    return engine.handle({ ...request, ...only, target: step.target ?? mounted.at, mount: mounted.at });
  }
  if (step.target !== undefined) return engine.handle({ ...request, target: step.target, mount: '/cgi-bin' });
  return engine.execute(script, { ...request, query: step.query ?? '' });
}

function requestOf(step: CaseRequest): ScriptRequest {
  const { method, body, connection } = step;
  const chunked = Array.isArray(body);
  const headers = [...(step.headers ?? []), ...(chunked ? [['Transfer-Encoding', 'chunked'] as const] : [])];
  return {
    ...(method !== undefined && { method }),
    ...(connection !== undefined && { connection }),
    headers,
    body: chunked ? pieces(body) : body === undefined ? null : Buffer.from(body as string, 'latin1'), // bytes are copied
  };
}

async function* pieces(texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield Buffer.from(text, 'latin1');
}

async function outcomeOf(answer: ScriptResponse): Promise<Outcome> {
  const chunks: Uint8Array[] = [];
  let truncated = false;
  try {
    for await (const chunk of answer.body) chunks.push(chunk);
  } catch {
    truncated = true;
  }
  const { code } = await answer.report;
  const { status, statusText, headerPairs } = answer;
  return { status, reason: statusText, headers: headerPairs, body: Buffer.concat(chunks), truncated, code };
}

function refusalOf(error: CgiError): Outcome {
  const body = Buffer.from(error.sentence);
  return {
    status: error.status,
    reason: '',
    headers: Object.entries(error.headers),
    body,
    truncated: false,
    code: error.code,
  };
}
