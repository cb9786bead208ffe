// A step as bytes on a socket, for both ways in that listen on one.
import { type Case, type Step, targetOf } from '../case.ts';
import { exchangeBytes, parseAnswer } from '../http-client.ts';
import type { Outcome } from './door.ts';

/** The bytes of a request. The connection closes after the answer, which is how the client knows its end. */
export function bytesOf(one: Case, step: Step, port: number): Uint8Array {
  if (step.raw !== undefined) return Buffer.from(step.raw.replaceAll('$PORT', String(port)), 'latin1');
  const { method = 'GET', version = '1.1', body } = step;
  const given = step.headers ?? [];
  const has = (wanted: string) => given.some(([name]) => name.toLowerCase() === wanted);
  const fields: (readonly [string, string])[] = [];
  if (step.host !== false && !has('host')) fields.push(['Host', `127.0.0.1:${port}`]);
  fields.push(...given);
  const pieces = Array.isArray(body) ? (body as readonly string[]) : undefined;
  const bytes = pieces === undefined && body !== undefined ? Buffer.from(body as string, 'latin1') : undefined;
  if (pieces !== undefined) fields.push(['Transfer-Encoding', 'chunked']);
  if (bytes !== undefined && !has('content-length')) fields.push(['Content-Length', String(bytes.length)]);
  if (!has('connection')) fields.push(['Connection', 'close']);
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${method} ${targetOf(one, step)} HTTP/${version}\r\n${lines}\r\n`, 'latin1');
  if (pieces === undefined) return bytes === undefined ? head : Buffer.concat([head, bytes]);
  const chunks = [...pieces, ''].map((text) => `${text.length.toString(16)}\r\n${text}\r\n`);
  return Buffer.concat([head, Buffer.from(chunks.join(''), 'latin1')]);
}

export async function sendOverSocket(one: Case, step: Step, port: number): Promise<Outcome> {
  const method = step.raw?.split(' ', 1)[0] ?? step.method ?? 'GET';
  const answer = parseAnswer(await exchangeBytes(port, bytesOf(one, step, port)), method);
  const { status, reason, headers, body, truncated } = answer;
  return { status, reason, headers, body, truncated };
}
