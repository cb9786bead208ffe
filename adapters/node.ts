// Serves an app over HTTP with node:http, bounded on every side: time for header, request, body, answer; connections; fields.
// Parent process. Measured beside it: node's own defaults let a client hold a connection for five minutes with one byte.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6, type Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { CgiError } from '../engine/index.ts';
import { onClientError, refuseRaw } from './client-error.ts';
import { Connections, type Exchange } from './connections.ts';
import { errorPage } from './error-page.ts';
import { refusalOf } from './front-door.ts';
import type { Log } from './log.ts';
import { newRequestId, requestIdOf } from './request-id.ts';

/** Options of `serveNode`. Times in milliseconds. */
export interface NodeServerOptions {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free one. @default 8080 */
  readonly port?: number;
  /** @default none */
  readonly log?: Log;
  /** For all header fields of a request. @default 10000 */
  readonly headersTimeout?: number;
  /** For a whole request, its body included. @default 300000 */
  readonly requestTimeout?: number;
  /** Between two requests on one connection. @default 5000 */
  readonly keepAliveTimeout?: number;
  /** For the next byte of a request body. @default 30000 */
  readonly bodyIdle?: number;
  /** For a client to take the next bytes of an answer. @default 30000 */
  readonly responseIdle?: number;
  /** The oldest idle connection makes room for a new one. @default 1024 */
  readonly maxConnections?: number;
  /** Header fields of a request. @default 200 */
  readonly maxHeaders?: number;
}

/** A listening server. */
export interface NodeServer {
  readonly host: string;
  readonly port: number;
  /** Accepts nothing new; resolves when everything that was begun is answered. */
  drain(): Promise<void>;
  /** Cuts everything off. */
  close(): Promise<void>;
}

interface App {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

const DEFAULTS = {
  host: '127.0.0.1',
  port: 8080,
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 5000,
  bodyIdle: 30_000,
  responseIdle: 30_000,
  maxConnections: 1024,
  maxHeaders: 200,
} as const satisfies NodeServerOptions;
type Settings = Required<Omit<NodeServerOptions, 'log'>> & Pick<NodeServerOptions, 'log'>;

/** Bytes of a request's header block: node's own 16 KiB is less than legacy cookies are used to. */
const MAX_HEADER_SIZE = 65_536;

/**
 * Listens, and resolves as soon as requests are accepted. Rejects with node's own error when it cannot.
 *
 * @example
 * const app = new Hono().all('/cgi-bin/*', cgi({ root: './cgi-bin' }));
 * const server = await serveNode(app, { port: 8080 });
 * process.once('SIGTERM', () => server.drain());
 */
export async function serveNode(app: App, options: NodeServerOptions = {}): Promise<NodeServer> {
  // A host that is undefined would be every address of the machine.
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: Settings = { ...DEFAULTS, ...set };
  const { host, log } = settings;
  const server = createHttpServer(settings);
  const connections = new Connections({
    ...settings,
    onEnd: (exchange, socket) => log?.access(accessRecord(exchange, socket)),
    onBodyIdle: (socket) => server.emit('clientError', timeout(), socket),
  });
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    // For requests without a Host, as part of a URL.
    hostname: isIPv6(host) ? `[${host.replace(/%.*$/, '')}]` : host,
    errorHandler: (error) => answerError(error, log),
  });
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (!connections.begin(incoming, outgoing)) return;
    const refusal = refusalOf(incoming, settings.maxHeaders);
    if (refusal !== null) void refuse(incoming, outgoing, refusal, log);
    // OPTIONS of the server as a whole: no path that an app could route (RFC 9112 3.2.4).
    else if (incoming.url === '*' && incoming.method === 'OPTIONS')
      outgoing.writeHead(200, { 'Content-Length': '0' }).end();
    else void listener(incoming, outgoing);
  };
  server.on('connection', (socket: Socket) => connections.add(socket));
  server.on('request', handle);
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    continueWhenRead(incoming, outgoing);
    handle(incoming, outgoing);
  });
  server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!connections.begin(incoming, outgoing)) return;
    outgoing.writeHead(417, { Connection: 'close' }).end();
  });
  server.on('connect', (incoming: IncomingMessage, socket: Socket) => refuseConnect(incoming, socket, log));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    onClientError(error, socket, connections, log),
  );
  await listen(server, settings.port, host);
  return {
    host,
    // A TCP server that listens has an AddressInfo: only pipes have a string.
    port: (server.address() as AddressInfo).port,
    drain: () => stop(server, connections, false),
    close: () => stop(server, connections, true),
  };
}

function createHttpServer({ headersTimeout, requestTimeout, keepAliveTimeout }: Settings): Server {
  const server = createServer({
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    maxHeaderSize: MAX_HEADER_SIZE,
    // Looked at by refusalOf, which leaves a line in the log.
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(1000, headersTimeout),
  });
  // Node would cut the list silently; the cap is ours, and the size of the header block bounds it anyway.
  server.maxHeadersCount = 0;
  // What a client asked before it closed its side is answered; node's types do not know the switch.
  return Object.assign(server, { httpAllowHalfOpen: true });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server, connections: Connections, now: boolean): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      connections.stop();
      resolve();
    });
    connections.drain();
    if (now) server.closeAllConnections();
  });
}

function accessRecord(exchange: Exchange, socket: Socket): Parameters<Log['access']>[0] {
  const { incoming, outgoing } = exchange;
  return {
    requestId: requestIdOf(incoming),
    remoteAddress: socket.remoteAddress ?? '-',
    method: incoming.method ?? '-',
    target: incoming.url ?? '-',
    status: exchange.rawStatus ?? (outgoing.headersSent ? outgoing.statusCode : 499),
    bytes: socket.bytesWritten - exchange.bytesBefore,
    ms: performance.now() - exchange.started,
    aborted: exchange.rawStatus === undefined && !outgoing.writableFinished,
  };
}

/** What @hono/node-server could not make a request of, or what an app let through. */
function answerError(error: unknown, log: Log | undefined): Response {
  const requestId = newRequestId();
  const isRequest = error instanceof Error && error.name === 'RequestError';
  const failure = isRequest ? new CgiError('BAD_REQUEST', `Cannot read the request: ${error.message}`) : error;
  if (!isRequest) log?.error(requestId, failure instanceof Error ? failure : new Error(String(failure)));
  return errorPage(failure, { requestId });
}

async function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  error: CgiError,
  log: Log | undefined,
): Promise<void> {
  const { method = 'GET', headers } = incoming;
  const requestId = requestIdOf(incoming);
  log?.error(requestId, error);
  const page = errorPage(error, { requestId, method, accept: headers.accept });
  const bytes = new Uint8Array(await page.arrayBuffer());
  outgoing.writeHead(page.status, { ...Object.fromEntries(page.headers), Connection: 'close' });
  outgoing.end(bytes);
}

function refuseConnect(incoming: IncomingMessage, socket: Socket, log: Log | undefined): void {
  refuseRaw(socket, 405);
  const { method = '-', url: target = '-' } = incoming;
  const remoteAddress = socket.remoteAddress ?? '-';
  log?.access({
    requestId: newRequestId(),
    remoteAddress,
    method,
    target,
    status: 405,
    bytes: 0,
    ms: 0,
    aborted: false,
  });
}

/** Sends 100 Continue only when somebody starts to read: a refused upload is then never sent (RFC 9110 10.1.1). */
function continueWhenRead(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.on('newListener', function onListener(event) {
    if (event !== 'data' && event !== 'readable') return;
    incoming.off('newListener', onListener);
    if (!outgoing.headersSent) outgoing.writeContinue();
  });
}

function timeout(): NodeJS.ErrnoException {
  return Object.assign(new Error('The request body stands still'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
