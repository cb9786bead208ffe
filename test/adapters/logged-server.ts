// An app behind serveNode whose log can be waited for, and a request that closes its connection.
import { EventEmitter, once } from 'node:events';
import type { TestContext } from 'node:test';
import { Hono } from 'hono';
import { createLog } from '../../adapters/log.ts';
import { type NodeServer, type NodeServerOptions, serveNode } from '../../adapters/node.ts';

/** Answers at once, never, without end, and without reading what it is sent. */
export function app(): Hono {
  const hono = new Hono();
  hono.all('/echo', async (c) => c.text(`${c.req.method} ${(await c.req.text()).length}`));
  hono.get('/never', () => new Promise<Response>(() => {}));
  hono.get('/endless', (c) => {
    const chunk = new Uint8Array(65_536);
    return c.body(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
  });
  hono.all('/refuse', (c) => c.text('no', 413));
  hono.onError((_error, c) => c.text('failed', 500));
  return hono;
}

interface LoggedServer {
  readonly server: NodeServer;
  readonly port: number;
  /** Waits until the log has that many lines. */
  lines(count: number): Promise<string[]>;
}

/** Serves the app until the test is over. */
export async function start(t: TestContext, options: NodeServerOptions = {}): Promise<LoggedServer> {
  const written = new EventEmitter();
  let text = '';
  const stream = {
    write(chunk: string) {
      text += chunk;
      written.emit('write');
    },
  };
  const server = await serveNode(app(), { port: 0, log: createLog({ stream }), ...options });
  t.after(() => server.close());
  async function lines(count: number): Promise<string[]> {
    while (text.split('\n').length <= count) await once(written, 'write');
    return text.trimEnd().split('\n');
  }
  return { server, port: server.port, lines };
}

export const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
