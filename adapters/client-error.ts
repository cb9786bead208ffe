// Answers what node's parser could not read: malformed, oversized or stalled requests. Parent process; RFC 9112 2.2, 9.
// There is no ServerResponse at this point, so the answer is written to the socket itself.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections, Exchange } from './connections.ts';
import type { Log } from './log.ts';
import { newRequestId } from './request-id.ts';

const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
/** After a refusal the client may still be sending; its bytes are taken for a moment, or the reset would eat the answer. */
const LINGER_MS = 500;
const refused = new WeakSet<Socket>();

/**
 * Listener for node's 'clientError'. What was asked before is answered first. Where the answer has begun there is nothing to say any
 * more: the connection is cut.
 */
export function onClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
  log: Log | undefined,
): void {
  // The rest of what is being sent is malformed again, of course.
  if (refused.has(socket)) return;
  const exchanges = connections.exchangesOf(socket);
  const broken = exchanges.find(({ incoming }) => !incoming.complete);
  if (!socket.writable || error.code === 'ECONNRESET' || broken?.outgoing.headersSent) {
    socket.destroy();
    return;
  }
  if (connections.isAnswered(socket)) return close(socket, '');
  const before = broken === undefined ? exchanges.at(-1) : exchanges[exchanges.indexOf(broken) - 1];
  if (before === undefined) return refuse(error, socket, broken, log);
  refused.add(socket);
  // Behind "Connection: close" nothing is a request any more (RFC 9112 9.6).
  if (error.code === 'HPE_CLOSED_CONNECTION') return;
  before.outgoing.once('close', () => {
    if (!socket.writable || broken?.outgoing.headersSent) socket.destroy();
    else refuse(error, socket, broken, log);
  });
}

function refuse(
  error: NodeJS.ErrnoException,
  socket: Socket,
  exchange: Exchange | undefined,
  log: Log | undefined,
): void {
  const status = isUnknownMethod(error) ? 501 : (PARSER_STATUS[error.code ?? ''] ?? 400);
  const bytesBefore = socket.bytesWritten;
  refuseRaw(socket, status);
  if (exchange !== undefined) {
    exchange.rawStatus = status;
    return;
  }
  log?.access({
    requestId: newRequestId(),
    remoteAddress: socket.remoteAddress ?? '-',
    method: '-',
    target: error.code ?? '-',
    status,
    bytes: socket.bytesWritten - bytesBefore,
    ms: 0,
    aborted: false,
  });
}

interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: Uint8Array;
  /** Where in the packet the parser gave up. */
  readonly bytesParsed?: number;
}

/** Node's parser knows a fixed list of methods: another token is well-formed, and nobody here implements it (RFC 9110 9.1). */
function isUnknownMethod({ code, rawPacket, bytesParsed = 0 }: ParserError): boolean {
  if (code !== 'HPE_INVALID_METHOD' || rawPacket === undefined) return false;
  const from = Math.max(0, bytesParsed - 64);
  const text = Buffer.from(rawPacket.subarray(from, bytesParsed + 64)).toString('latin1');
  const start = text.slice(0, bytesParsed - from).search(/[!#$%&'*+.^_`|~\w-]*$/);
  return /^[!#$%&'*+.^_`|~\w-]+ [/*h]/.test(text.slice(start));
}

/** Writes an answer without a body and closes. */
export function refuseRaw(socket: Socket, status: number): void {
  const allow = status === 405 ? 'Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n' : '';
  close(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${allow}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

function close(socket: Socket, last: string): void {
  refused.add(socket);
  socket.end(last);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
