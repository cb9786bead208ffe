// A client that sends exact bytes and tells a whole answer from one that broke off: no library's idea of HTTP in between.
import { connect } from 'node:net';

export interface RawAnswer {
  /** Statuses of interim answers (100 Continue) before the final one. */
  readonly interim: readonly number[];
  readonly status: number;
  readonly reason: string;
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: Uint8Array;
  /** The connection ended before the message did (RFC 9112 8). */
  readonly truncated: boolean;
  /** What followed on the same connection. */
  readonly rest: string;
}

/** Sends bytes and reads until the server closes. Rejects when that takes longer than `ms`. */
export function exchangeBytes(port: number, bytes: Uint8Array, ms = 20_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`Cannot wait longer than ${ms} ms, received so far: ${JSON.stringify(received.slice(0, 500))}`));
    }, ms);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
    });
    // A reset is one way to break an answer off: what came before it counts.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(late);
      resolve(received);
    });
  });
}

/** Takes the first final answer apart. `method` is needed: an answer to HEAD has a length and no body. */
export function parseAnswer(received: string, method: string): RawAnswer {
  const interim: number[] = [];
  let text = received;
  for (;;) {
    const head = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(text);
    if (head === null) throw new Error(`Cannot read an answer: ${JSON.stringify(received.slice(0, 300))}`);
    const [whole, status = '', reason = '', block = ''] = head;
    text = text.slice(whole.length);
    if (status.startsWith('1')) {
      interim.push(Number(status));
      continue;
    }
    const headers = [...block.matchAll(/^([^:\r\n]+):[ \t]*([^\r\n]*?)[ \t]*\r$/gm)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    return { interim, status: Number(status), reason, headers, ...parseBody(text, headers, Number(status), method) };
  }
}

function parseBody(
  text: string,
  headers: RawAnswer['headers'],
  status: number,
  method: string,
): Pick<RawAnswer, 'body' | 'truncated' | 'rest'> {
  const field = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (method === 'HEAD' || status === 204 || status === 304) return whole('', text);
  if (field('transfer-encoding')?.toLowerCase() === 'chunked') return parseChunks(text);
  const length = field('content-length');
  if (length === undefined) return whole(text, '');
  const body = text.slice(0, Number(length));
  return { ...whole(body, text.slice(body.length)), truncated: body.length < Number(length) };
}

function parseChunks(text: string): Pick<RawAnswer, 'body' | 'truncated' | 'rest'> {
  let body = '';
  let at = 0;
  for (;;) {
    const line = /^([0-9a-f]+)\r\n/i.exec(text.slice(at, at + 20));
    if (line === null) return { ...whole(body, ''), truncated: true };
    const size = Number.parseInt(line[1] ?? '', 16);
    at += line[0].length;
    if (size === 0) return { ...whole(body, text.slice(at + 2)), truncated: !text.startsWith('\r\n', at) };
    body += text.slice(at, at + size);
    at += size + 2;
  }
}

function whole(body: string, rest: string): Pick<RawAnswer, 'body' | 'truncated' | 'rest'> {
  return { body: Buffer.from(body, 'latin1'), truncated: false, rest };
}
