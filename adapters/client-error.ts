// Answers what node's parser could not read: malformed, oversized or stalled requests. Parent process; RFC 9112 2.2, 9.
// There is no ServerResponse at this point, so the answer is written to the socket itself.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections.ts';
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

/** Listener for node's 'clientError'. Where an answer has begun there is nothing to say any more: the connection is cut. */
export function onClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  connections: Connections,
  log: Log | undefined,
): void {
  // The rest of what is being sent is malformed again, of course.
  if (refused.has(socket)) return;
  const [exchange] = connections.exchangesOf(socket);
  if (!socket.writable || error.code === 'ECONNRESET' || exchange?.outgoing.headersSent) {
    socket.destroy();
    return;
  }
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

/** Node's parser knows a fixed list of methods: another token is well-formed, and nobody here implements it (RFC 9110 9.1). */
function isUnknownMethod(error: NodeJS.ErrnoException & { readonly rawPacket?: Uint8Array }): boolean {
  if (error.code !== 'HPE_INVALID_METHOD' || error.rawPacket === undefined) return false;
  const start = Buffer.from(error.rawPacket.subarray(0, 64)).toString('latin1');
  return /^[!#$%&'*+.^_`|~\w-]+ [/*h]/.test(start);
}

/** Writes an answer without a body and closes. */
export function refuseRaw(socket: Socket, status: number): void {
  refused.add(socket);
  const allow = status === 405 ? 'Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n' : '';
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${allow}Connection: close\r\nContent-Length: 0\r\n\r\n`);
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
