// Mounts a folder of CGI scripts in a Hono app: app.all('/cgi-bin/*', cgi({ root: './cgi-bin' })). Parent process.
import type { ServerResponse } from 'node:http';
import type { Context, Env, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import {
  CgiError,
  type ConnectionInfo,
  createEngine,
  type Engine,
  type EngineOptions,
  type GatewayRequest,
  type RedirectState,
  type ScriptResponse,
} from '../engine/index.ts';
import { isDeveloper } from './developer.ts';
import { asCgiError, errorPage } from './error-page.ts';
import { nodeRequest, webRequest } from './gateway-request.ts';
import { targetOf, toResponse } from './http.ts';
import { isUntouched, nodeBindings, rawTarget } from './incoming.ts';
import { createLog, type Log } from './log.ts';
import { checkMount, mountOf, pathBelow, rewriteTarget } from './mount.ts';
import { cutOutgoing, prepareOutgoing } from './prepare-outgoing.ts';
import { newRequestId, requestIdOf } from './request-id.ts';
import { resolveLocation } from './resolve-location.ts';
import { serveFiles } from './static.ts';

/** How scripts are mounted, and either an engine or the options of one. Names and meaning as in Hono's serveStatic. */
export interface CgiOptions<E extends Env = Env> extends EngineOptions {
  /** The engine to run scripts in; whoever made it closes it. @default one made of the other options, closed with the process */
  engine?: Engine;
  /** URL path of the scripts, where the route does not say it. @default taken from the route */
  mount?: string;
  /** One script, a path inside root, that answers every path under the mount. @default the path says which */
  script?: string;
  /** What is known of the connection beside what the socket tells, never taken from the client's own fields: who was authenticated, say. */
  connection?: (c: Context<E>) => ConnectionInfo;
  /**
   * Refuses `//admin/x.js`, where only merged slashes lead to the script, and leaves PATH_INFO as it was sent: a middleware for `/admin/*`
   * was not asked about it, as Hono merges no slashes. @default true
   */
  exactPath?: boolean;
  /** From the path of the request, percent-encoded, to a path below the root. @default cuts the mount off */
  rewriteRequestPath?: (path: string) => string;
  /** Called with the path below the root when there is no such script, before the next handler gets the request. */
  onNotFound?: (path: string, c: Context<E>) => void | Promise<void>;
  /** Folder of files, served where there is no script of that name; the script folder itself is never served. */
  static?: string;
  /** The app, so that a script's local redirect (RFC 3875 6.2.2) reaches its other routes. @default the client is redirected */
  app?: { fetch(request: Request, env?: object): Response | Promise<Response> };
  /** Show all that is known of a failure to clients on this machine. @default false */
  dev?: boolean;
  /** Where failures and the scripts' stderr are reported; false for nowhere. @default process.stderr */
  log?: Log | false;
}

/** Member of an app's env by which a local redirect that comes back in is known, whatever a middleware does to its Request. */
const REDIRECT = Symbol('freshcgi.redirect');

/**
 * Makes a Hono handler that runs the scripts of one folder. Only "there is no such script" goes on to the next handler; every
 * other refusal is answered here, or a file handler behind this one would serve the source.
 *
 * @throws CgiError BAD_OPTION
 * @example
 * const app = new Hono();
 * app.all('/cgi-bin/*', cgi({ root: './cgi-bin', app }));
 */
export function cgi<E extends Env = Env>(options: CgiOptions<E> = {}): MiddlewareHandler<E> {
  const {
    engine: given,
    mount,
    script,
    connection,
    exactPath = true,
    rewriteRequestPath,
    onNotFound,
    static: files,
    app,
    dev,
    log: wanted,
    ...rest
  } = options;
  if (mount !== undefined) checkMount(mount);
  const log = wanted === undefined ? createLog({ stream: process.stderr }) : wanted || null;
  const engine = given === undefined ? ownEngine(rest, log) : sharedEngine(given, rest);
  const serveFile = files === undefined ? null : serveFiles({ root: files, exclude: [engine.root] });

  return async function runScript(c, next) {
    if (c.finalized) return next();
    const { incoming, outgoing } = nodeBindings(c);
    const requestId = incoming === undefined ? newRequestId() : requestIdOf(incoming);
    const uri = rawTarget(c, incoming);
    const at = mount ?? mountOf(routeOf(c, script), targetOf(c.req.url));
    const target = rewriteRequestPath ? rewriteTarget(uri, at, rewriteRequestPath) : uri;
    let failure: CgiError;
    try {
      const resolved = {
        target,
        mount: at,
        requestId,
        script,
        exactPath,
        requestUri: target === uri ? undefined : uri,
        dispatch: app && ((to: string, redirect: RedirectState) => redispatch(c, app, to, redirect)),
        redirect: redirectOf(c),
      };
      const request =
        incoming !== undefined && outgoing !== undefined && isUntouched(c, incoming)
          ? nodeRequest(incoming, outgoing, c.req.method, resolved)
          : await webRequest(c, incoming, resolved);
      const answer = await engine.handle(connection ? withConnection(request, connection(c)) : request);
      return respond(answer, c.req.method, outgoing);
    } catch (error) {
      failure = asCgiError(error);
    }
    try {
      if (failure.code === 'SCRIPT_NOT_FOUND' || failure.code === 'DIRECTORY_WITHOUT_INDEX') {
        const file = await serveFile?.({ ...pathBelow(at, target), method: c.req.method, headers: c.req.raw.headers });
        if (file) return file;
      }
    } catch (error) {
      failure = asCgiError(error);
    }
    if (failure.code !== 'SCRIPT_NOT_FOUND') {
      // Of a client that has left the access line tells.
      if (!c.req.raw.signal.aborted) log?.error(requestId, failure);
      return refuse(c, failure, requestId, dev === true && isDeveloper(c, incoming), engine.root);
    }
    // Not the client's fault: the app named it.
    if (script !== undefined) log?.error(requestId, failure);
    await onNotFound?.(pathBelow(at, target).path, c);
    return next();
  };
}

function ownEngine(options: EngineOptions, log: Log | null): Engine {
  if (log === null) return createEngine(options);
  const { onReport } = options;
  const engine: Engine = createEngine({
    onNotice: log.notice,
    ...options,
    onReport(report) {
      log.report(report, engine.root);
      onReport?.(report);
    },
  });
  return engine;
}

function sharedEngine(engine: Engine, options: EngineOptions): Engine {
  const [name] = Object.keys(options);
  if (name === undefined) return engine;
  throw new CgiError('BAD_OPTION', `Cannot use option "${name}" together with an engine: the engine has its own`);
}

/** The route's pattern; one script answers its whole route, a folder only what lies below. */
function routeOf(c: Context, script: string | undefined): string {
  const route = routePath(c);
  return script === undefined || route.endsWith('*') ? route : `${route}/*`;
}

function withConnection(request: GatewayRequest, connection: ConnectionInfo): GatewayRequest {
  return { ...request, connection: { ...request.connection, ...connection } };
}

/** Sends a script's local redirect through the app, as a GET with the client's other fields (RFC 3875 6.2.2). */
async function redispatch(
  c: Context,
  app: NonNullable<CgiOptions['app']>,
  target: string,
  redirect: RedirectState,
): Promise<Response> {
  const { raw } = c.req;
  const headers = new Headers(raw.headers);
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) headers.delete(name);
  // Not new URL(target, base): "//evil.example/x" is a path here, and would become a host there.
  const url = raw.url.slice(0, raw.url.length - targetOf(raw.url).length) + target;
  const answer = await app.fetch(new Request(url, { headers, signal: raw.signal }), { ...c.env, [REDIRECT]: redirect });
  return resolveLocation(answer, url);
}

function respond(answer: ScriptResponse, method: string, outgoing: ServerResponse | undefined): Response {
  if (outgoing === undefined) return toResponse(answer, method);
  prepareOutgoing(outgoing, answer);
  return toResponse(answer, method, () => cutOutgoing(outgoing));
}

function redirectOf(c: Context): RedirectState | undefined {
  const env: { readonly [REDIRECT]?: RedirectState } | undefined = c.env;
  return env?.[REDIRECT];
}

function refuse(c: Context, error: CgiError, requestId: string, dev: boolean, root: string): Response {
  const { method } = c.req;
  return errorPage(error, { requestId, method, accept: c.req.header('accept'), dev, root });
}
