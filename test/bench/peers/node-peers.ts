// The peers that are node programs of this repository: Hono alone, node:vm contexts behind Hono, and freshcgi in its three reload modes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../servers/listening.ts';
import type { Peer, PeerName, RunningPeer } from './peer.ts';
import { ServerProcess } from './server-process.ts';

const NODE_VERSION = `Node ${process.version}`;
const HERE = import.meta.dirname;
const PROJECT = join(HERE, '..', '..', '..');
export const LAUNCHER = join(PROJECT, 'adapters', 'cli', 'freshcgi.cjs');

export const hono: Peer = {
  name: 'hono',
  title: 'Hono alone',
  setup: 'handlers in one process, no isolation of any kind: what HTTP itself costs in node',
  needs: [],
  extension: '',
  versions: () => [`Hono ${versionIn('hono')}`, `@hono/node-server ${versionIn('@hono/node-server')}`],
  start: (site, cores) => startNode(cores, join(HERE, 'servers', 'hono.ts'), site.root),
};

export const nodeVm: Peer = {
  name: 'node-vm',
  title: 'node:vm',
  setup:
    'a new node:vm context per request behind Hono, in one process, compiled code kept; can neither be killed nor limited',
  needs: [],
  extension: '.js',
  versions: () => [NODE_VERSION],
  start: (site, cores) => startNode(cores, join(HERE, 'servers', 'node-vm.ts'), site.root),
};

function fresh(name: PeerName, reload: string, setup: string): Peer {
  return {
    name,
    title: `freshcgi ${reload}`,
    setup,
    needs: [],
    extension: '.js',
    versions: () => [`freshcgi ${versionIn('freshcgi')}`],
    start: (site, cores) => startFresh(cores, site.root, '--workers', '2', '--reload', reload),
  };
}

export const freshContext = fresh(
  'fresh-context',
  'context',
  '`freshcgi serve --workers 2`: every run in a fresh context',
);
export const freshModules = fresh(
  'fresh-modules',
  'modules',
  '`--reload modules`, 2 workers: the context is kept, the modules are not',
);
export const freshNever = fresh(
  'fresh-never',
  'never',
  '`--reload never`, 2 workers: only the script itself is run again',
);

/** `freshcgi serve` on a folder. */
export function startFresh(cores: string, root: string, ...options: string[]): Promise<RunningPeer> {
  return startNode(cores, LAUNCHER, 'serve', root, ...options);
}

/** A program of ours that listens on `--port`. */
export async function startNode(cores: string, program: string, ...args: string[]): Promise<RunningPeer> {
  const port = await freePort();
  const server = new ServerProcess(
    { program: process.execPath, args: [program, ...args, '--port', String(port)], isQuiet: true },
    cores,
  );
  await server.accepts(port);
  return { port, pid: server.pid, stop: () => server.stop() };
}

function versionIn(name: string): string {
  const folder = name === 'freshcgi' ? PROJECT : join(PROJECT, 'node_modules', name);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
