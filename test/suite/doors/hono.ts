// Way in (b): app.request(), where a web Request stands for the bytes. What a Request cannot carry is skipped, with the reason.
import { Readable } from 'node:stream';
import { type CaseRequest, type Step, targetOf } from '../case.ts';
import { createApp, mountedApp } from './app.ts';
import type { Door, Outcome } from './door.ts';

const MOUNTED = { at: '/cgi-bin' };
const ORIGIN = 'http://localhost';

export const honoDoor: Door = {
  name: 'hono',
  cannot(one, step) {
    if (step.raw !== undefined || step.version === '1.0') return 'a web Request has no bytes and no version';
    if (step.host === false) return 'a web Request always has a host';
    const method = step.method ?? 'GET';
    if (/^(?:trace|connect)$/i.test(method)) return `a web Request refuses ${method}`;
    if (/^(?:delete|get|head|options|post|put)$/.test(method)) return `a web Request spells ${method} in capitals`;
    if (step.body !== undefined && (method === 'GET' || method === 'HEAD'))
      return `a web Request has no ${method} body`;
    if (step.headers?.some(([name]) => name.startsWith(':')))
      return 'a web Request refuses the pseudo fields of HTTP/2';
    const target = targetOf(one, step);
    if (!target.startsWith('/') || !new Request(ORIGIN + target).url.endsWith(target)) {
      return 'a web Request normalises this target';
    }
    return undefined;
  },
  async open(group, site) {
    const suite = createApp(group, site);
    return {
      log: suite.log,
      async send(one, step) {
        const { mounted = MOUNTED } = one;
        const isUsual = mounted === MOUNTED && step.connection === undefined;
        const app = isUsual ? suite.app : mountedApp(suite, mounted, step.connection);
        return outcomeOf(await app.request(requestOf(targetOf(one, step), step)));
      },
      close: () => suite.engine.close(),
    };
  },
};

function requestOf(target: string, step: Step): Request {
  const headers = new Headers();
  for (const [name, value] of step.headers ?? []) headers.append(name, value);
  const { method = 'GET', body } = step;
  if (!Array.isArray(body)) return new Request(ORIGIN + target, { method, headers, body: toBody(body) });
  headers.set('Transfer-Encoding', 'chunked');
  const stream = Readable.toWeb(Readable.from(body.map((text: string) => Buffer.from(text, 'latin1'))));
  return new Request(ORIGIN + target, { method, headers, body: stream, duplex: 'half' } as RequestInit); // not in lib.dom
}

/** Bytes, so that no Content-Type is made up for text. */
function toBody(body: CaseRequest['body']): Uint8Array<ArrayBuffer> | null {
  return body === undefined ? null : new Uint8Array(Buffer.from(body as string, 'latin1')); // Buffer.from copies bytes as well
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const { status, statusText, headers } = response;
  const chunks: Uint8Array[] = [];
  let truncated = false;
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch {
    truncated = true;
  }
  return { status, reason: statusText, headers: [...headers], body: Buffer.concat(chunks), truncated };
}
