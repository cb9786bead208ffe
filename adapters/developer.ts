// Who may be shown all that is known of a failure: clients on this machine, as far as nobody stands between. Parent process.
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { isLoopback } from './loopback.ts';

/** What proxies add to a request that they pass on. */
const PROXY_FIELDS = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];

/** Whether the client is on this machine and no proxy says that it stands for somebody else. */
export function isDeveloper(c: Context, incoming: IncomingMessage | undefined): boolean {
  if (PROXY_FIELDS.some((name) => c.req.header(name) !== undefined)) return false;
  return incoming === undefined || isLoopback(incoming.socket.remoteAddress ?? '');
}
