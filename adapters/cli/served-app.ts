// What `freshcgi serve` answers with: the scripts, files beside them, an error page for all else. Loaded while the first worker starts.
import { type Context, Hono } from 'hono';
import { CgiError, type Engine } from '../../engine/index.ts';
import { isDeveloper } from '../developer.ts';
import { asCgiError, errorPage } from '../error-page.ts';
import { cgi } from '../hono.ts';
import { nodeBindings } from '../incoming.ts';
import type { Log } from '../log.ts';
import { type NodeServer, serveNode } from '../node.ts';
import { newRequestId, requestIdOf } from '../request-id.ts';
import { type StaticHandler, serveFiles } from '../static.ts';
import type { ServeCommand } from './options.ts';

type Command = Omit<ServeCommand, 'kind'>;

/** Resolves when requests are accepted, rejects with node's own error when they cannot be. */
export function listen(command: Command, engine: Engine, log: Log): Promise<NodeServer> {
  const { host, port } = command;
  return serveNode(createApp(command, engine, log), { host, port, log });
}

function createApp(command: Command, engine: Engine, log: Log): Hono {
  const { mount, dev } = command;
  const app = new Hono();
  const files = command.static === undefined ? null : serveFiles({ root: command.static, exclude: [engine.root] });
  // At the root of the server a folder without an index script may still have an index.html among the files.
  const beside = mount === '' && command.static !== undefined ? { static: command.static } : {};
  // Every path, not only those that begin with the mount as it is spelled: '//cgi-bin/x.js' and '/%63gi-bin/x.js' lead there, too.
  app.all('*', cgi({ engine, mount, app, dev, log, exactPath: false, ...beside }));
  if (files !== null) app.all('*', (c, next) => serveStatic(files, c.req.raw, next));
  if (mount !== '')
    app.get('/', () => new Response(null, { status: 302, headers: { Location: `${mount}/`, 'Content-Length': '0' } }));
  const places = command.static === undefined ? '' : `, files of ${command.static} at /`;
  app.notFound((c) => {
    const message = `Cannot find anything at ${c.req.path}: scripts of ${engine.root} are at ${mount}/${places}`;
    return refuse(c, new CgiError('PATH_REFUSED', message), dev);
  });
  app.onError((error, c) => {
    const failure = asCgiError(error);
    if (failure.fault !== 'client') log.error(idOf(c), failure);
    return refuse(c, failure, dev);
  });
  return app;
}

function refuse(c: Context, error: CgiError, dev: boolean): Response {
  const { method } = c.req;
  const shown = dev && isDeveloper(c, nodeBindings(c).incoming);
  return errorPage(error, { requestId: idOf(c), method, accept: c.req.header('accept'), dev: shown });
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
