// What a web Response does not tell the node:http answer that is made of it. Parent process, under @hono/node-server.
import type { ServerResponse } from 'node:http';
import type { ScriptResponse } from '../engine/index.ts';

const BEYOND_ASCII = /[^\x00-\x7f]/;
const NOTHING = new Uint8Array(0);

/** Gives an answer the script's reason phrase, and sees to it that what is beyond ASCII in its fields is sent as it came. */
export function prepareOutgoing(outgoing: ServerResponse, { statusText, headerPairs }: ScriptResponse): void {
  // @hono/node-server sends no reason phrase of its own, so that node takes this one.
  if (statusText !== '') outgoing.statusMessage = statusText;
  if (!BEYOND_ASCII.test(statusText) && !headerPairs.some(([, value]) => BEYOND_ASCII.test(value))) return;
  // Called before a body that streams. Node's own sends the fields as UTF-8, but beside bytes as what they are.
  outgoing.flushHeaders = () => void outgoing.write(NOTHING);
}

/** Ends the connection in the middle of an answer, so that it is seen. */
export function cutOutgoing(outgoing: ServerResponse): void {
  try {
    // The end of a body without chunks is that of its connection: of such a one only a reset tells that it is not whole (RFC 9112 8).
    if (outgoing.req.httpVersion === '1.0') outgoing.socket?.resetAndDestroy();
  } catch {
    // There is none over TLS and Unix sockets.
  }
  outgoing.destroy();
}
