// `freshcgi serve`: a folder of scripts over HTTP until a signal comes. Everything it does, an app of your own can do as well.
import { resolve } from 'node:path';
import { type Context, Hono } from 'hono';
import { CgiError, createEngine, type Engine } from '../../engine/index.ts';
import { asCgiError, errorPage } from '../error-page.ts';
import { cgi } from '../hono.ts';
import { nodeBindings } from '../incoming.ts';
import { createLog, type Log } from '../log.ts';
import { type NodeServer, serveNode } from '../node.ts';
import { newRequestId, requestIdOf } from '../request-id.ts';
import { type StaticHandler, serveFiles } from '../static.ts';
import type { ServeCommand } from './options.ts';
import { requireFolder } from './require-folder.ts';

/** What a drain may take longer than the longest run. */
const GRACE_MS = 5000;
/** Ctrl-C reaches a launcher and this process at once, and the launcher passes it on: that is one signal, not two. */
const SAME_SIGNAL_MS = 150;

/** Serves until SIGTERM, SIGINT or SIGHUP, then finishes what was begun. `wrap` may put something around the engine. */
export async function serve(command: Omit<ServeCommand, 'kind'>, wrap = (engine: Engine) => engine): Promise<number> {
  requireFolder('scripts', command.dir);
  if (command.static !== undefined) requireFolder('files', command.static);
  const log = createLog({ stream: process.stderr });
  process.once('exit', () => log.flush());
  const engine: Engine = createEngine({
    ...command.engine,
    root: command.dir,
    ...(command.static !== undefined && { documentRoot: resolve(command.static) }),
    onReport: (report) => log.report(report, engine.root),
    onNotice: log.notice,
  });
  const { host, port } = command;
  const served = wrap(engine);
  let server: NodeServer;
  try {
    server = await serveNode(createApp(command, served, log), { host, port, log });
  } catch (error) {
    await engine.close();
    throw new CgiError('BAD_OPTION', `Cannot listen on ${authority(host, port)}: ${describe(error)}`, { cause: error });
  }
  const stopped = untilSignal(log);
  process.stdout.write(`freshcgi listening on http://${authority(host, server.port)}${command.mount}/\n`);
  if (process.stderr.isTTY) process.stderr.write(hint(command, engine));
  // The first request would wait for it otherwise.
  engine.ready().catch((error: unknown) => log.error('-', asCgiError(error)));
  await stopped;
  await shutDown(server, served, (command.engine.timeout ?? 30_000) + GRACE_MS);
  return 0;
}

function createApp(command: Omit<ServeCommand, 'kind'>, engine: Engine, log: Log): Hono {
  const { mount, dev } = command;
  const app = new Hono();
  const files = command.static === undefined ? null : serveFiles({ root: command.static, exclude: [engine.root] });
  // At the root of the server a folder without an index script may still have an index.html among the files.
  const beside = mount === '' && command.static !== undefined ? { static: command.static } : {};
  // Every path, not only those that begin with the mount as it is spelled: '//cgi-bin/x.js' and '/%63gi-bin/x.js' lead there, too.
  app.all('*', cgi({ engine, mount, app, dev, log, ...beside }));
  if (files !== null) app.all('*', (c, next) => serveStatic(files, c.req.raw, next));
  if (mount !== '')
    app.get('/', () => new Response(null, { status: 302, headers: { Location: `${mount}/`, 'Content-Length': '0' } }));
  app.notFound((c) => refuse(c, new CgiError('PATH_REFUSED', `Cannot find anything at ${c.req.path}`)));
  app.onError((error, c) => {
    const failure = asCgiError(error);
    if (failure.fault !== 'client') log.error(idOf(c), failure);
    return refuse(c, failure);
  });
  return app;
}

function refuse(c: Context, error: CgiError): Response {
  return errorPage(error, { requestId: idOf(c), method: c.req.method, accept: c.req.header('accept') });
}

/** The name under which the access line of this request stands in the log. */
function idOf(c: Context): string {
  const { incoming } = nodeBindings(c);
  return incoming === undefined ? newRequestId() : requestIdOf(incoming);
}

async function serveStatic(
  files: StaticHandler,
  request: Request,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { pathname, search } = new URL(request.url);
  const found = await files({
    method: request.method,
    path: pathname,
    query: search.slice(1),
    headers: request.headers,
  });
  if (found !== null) return found;
  await next();
  return undefined;
}

/** Resolves at the first signal; the second one ends the process where it stands. */
function untilSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (first === 0) {
        first = performance.now();
        log.notice(`${signal}: finishing what was begun, once more to stop at once`);
        resolve();
      } else if (performance.now() - first > SAME_SIGNAL_MS) process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

async function shutDown(server: NodeServer, engine: Engine, graceMs: number): Promise<void> {
  const late = setTimeout(() => void server.close(), graceMs);
  await server.drain();
  clearTimeout(late);
  await engine.close();
}

/** What a person in front of a terminal may want to know next. */
function hint(command: Omit<ServeCommand, 'kind'>, engine: Engine): string {
  const parts = [`scripts in ${engine.root}`];
  if (command.static !== undefined) parts.push(`files in ${command.static}`);
  if (command.dev) parts.push('failures are shown in the browser');
  parts.push('Ctrl-C stops');
  return `${parts.join(', ')}\n`;
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'another program listens there already';
  if (code === 'EACCES') return 'this user may not, ports below 1024 are for root';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
  return String(error);
}

function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
