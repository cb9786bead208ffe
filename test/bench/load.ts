// A small HTTP load: keep-alive connections that each send the next request when an answer is whole. Runs in its own process, so that
// the server under test is measured and not the client.
import { connect, type Socket } from 'node:net';

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  readonly connections: number;
  readonly durationMs: number;
  /** Between an answer and the next request. @default 0 */
  readonly pauseMs?: number;
  /** @default 'GET' without a body */
  readonly body?: string | undefined;
}

const END_OF_HEADERS = Buffer.from('\r\n\r\n');

/** Sends requests for a while. Rejects at the first answer that is not a 200. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { path, body, durationMs } = options;
  const head =
    body === undefined
      ? `GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`
      : `POST ${path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const request = Buffer.from(head + (body ?? ''));
  const until = performance.now() + durationMs;
  const times: number[] = [];
  await Promise.all(Array.from({ length: options.connections }, () => oneConnection(options, request, until, times)));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { requestsPerSecond: (times.length / durationMs) * 1000, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function oneConnection(options: LoadOptions, request: Buffer, until: number, times: number[]): Promise<void> {
  const { port, pauseMs = 0 } = options;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let startedAt = 0;
    let waiting = 0;
    let head: Buffer = Buffer.alloc(0);
    const send = () => {
      startedAt = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true).on('connect', send).on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      if (waiting > 0) waiting -= chunk.length;
      else {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.indexOf(END_OF_HEADERS);
        if (end < 0) return;
        const text = head.toString('latin1', 0, end);
        if (!text.startsWith('HTTP/1.1 200'))
          return reject(new Error(`Cannot measure: the answer is ${text.slice(0, 60)}`));
        const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
        if (length === undefined) return reject(new Error('Cannot measure: the answer has no Content-Length'));
        waiting = Number(length) - (head.length - end - 4);
        head = Buffer.alloc(0);
      }
      if (waiting > 0) return;
      const now = performance.now();
      times.push(now - startedAt);
      if (now < until) return void (pauseMs === 0 ? send() : setTimeout(send, pauseMs));
      socket.end();
      resolve();
    });
  });
}
