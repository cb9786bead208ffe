// All peers, in the order of the tables, and starting those that this machine can.
import { existsSync } from 'node:fs';
import { apacheNode, modPython } from './apache.ts';
import { freshContext, freshModules, freshNever, hono, nodeVm } from './node-peers.ts';
import type { Peer, RunningPeer } from './peer.ts';
import { phpFpm } from './php.ts';
import type { Site } from './site.ts';

export const PEERS: readonly Peer[] = [
  apacheNode,
  modPython,
  phpFpm,
  nodeVm,
  hono,
  freshContext,
  freshModules,
  freshNever,
];

/** Debian packages that a peer lacks here. */
export function missingOf({ needs }: Peer): string[] {
  return needs.filter(({ file }) => !existsSync(file)).map((need) => need.package);
}

export interface Started {
  readonly peer: Peer;
  readonly running: RunningPeer;
}

/** Starts what can be started; says of the others why not. */
export async function startPeers(
  peers: readonly Peer[],
  site: Site,
  cores: string,
  note: (text: string) => void,
): Promise<Started[]> {
  const started: Started[] = [];
  for (const peer of peers) {
    const missing = missingOf(peer);
    if (missing.length > 0) {
      note(`${peer.title} is left out: apt-get install ${missing.join(' ')}`);
      continue;
    }
    try {
      started.push({ peer, running: await peer.start(site, cores) });
    } catch (error) {
      note(`${peer.title} is left out: it does not start: ${error instanceof Error ? error.message : error}`);
    }
  }
  return started;
}
