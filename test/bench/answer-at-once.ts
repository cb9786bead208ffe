// The server of `freshcgi serve` over an engine that runs nothing: what HTTP, Hono, adapter and log cost by themselves. A process of its own.
import type { Engine } from 'freshcgi';
import { cgi } from 'freshcgi/hono';
import { serveNode } from 'freshcgi/node';
import { Hono } from 'hono';
import { createLog } from '../../adapters/log.ts';

const answer = {
  status: 200,
  statusText: '',
  headerPairs: [['Content-Type', 'text/plain']],
  wholeBody: Buffer.from('hello\n'),
};
// Nothing else of an engine or of an answer is asked for.
const engine = { root: '/nowhere', handle: async () => answer } as unknown as Engine;
const log = createLog({ stream: process.stderr });
const app = new Hono().all('*', cgi({ engine, mount: '/cgi-bin', log }));
const { port } = await serveNode(app, { port: 0, log });
process.stdout.write(`listening on http://127.0.0.1:${port}/\n`);
