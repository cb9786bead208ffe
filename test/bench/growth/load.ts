// Load on a script of a running freshcgi.
import type { RunningPeer } from '../peers/peer.ts';
import type { Ask } from '../peers/rows.ts';
import { type Round, writeLua, wrk } from '../peers/wrk.ts';
import type { Setting } from './row.ts';

const HELLO: Ask = { script: 'hello', answer: 'hello\n' };

/** Asks for `hello.js`, or for what a Lua script says. */
export function load(
  { port }: RunningPeer,
  { folder, cores, seconds }: Setting,
  connections: number,
  lua = writeLua(folder, HELLO),
): Promise<Round> {
  const url = `http://127.0.0.1:${port}/cgi-bin/hello.js`;
  return wrk({ url, lua, connections, seconds, cores, ask: HELLO });
}
