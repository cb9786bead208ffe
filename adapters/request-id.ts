// Names each request once, so that its access line, its stderr lines and its error page can be found together. Parent process.
import { randomBytes } from 'node:crypto';

/** Letters and digits: with a dash in front, grep would take it for an option. */
const prefix = randomBytes(6).toString('base64url').replace(/[-_]/g, 'x');
/** On the message itself: a WeakMap that is filled with every request is work for every collection. */
const ID = Symbol('freshcgi.requestId');
let count = 0;

/** A name no other request of this or another process has, in characters that a URL, a header and a log can hold. */
export function newRequestId(): string {
  count += 1;
  return `${prefix}-${count.toString(36)}`;
}

/** The name of the request that came as `incoming`: the server in front and the handler behind it agree on it. */
export function requestIdOf(incoming: object): string {
  const message: { [ID]?: string } = incoming;
  message[ID] ??= newRequestId();
  return message[ID];
}
