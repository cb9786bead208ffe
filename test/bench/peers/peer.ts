// What the bench knows of a peer: how it is set up, what it needs, how it is started. Each has a file of its own.
import type { Site } from './site.ts';

export type PeerName =
  | 'apache-node'
  | 'mod-python'
  | 'php-fpm'
  | 'hono'
  | 'node-vm'
  | 'fresh-context'
  | 'fresh-modules'
  | 'fresh-never'
  | 'floor-context'
  | 'floor-echo';

/** A file and the Debian package it comes with. */
export interface Need {
  readonly file: string;
  readonly package: string;
}

export interface Peer {
  readonly name: PeerName;
  /** As the tables call it. */
  readonly title: string;
  /** How many runs it has at once, and what else a reader must know to judge it. */
  readonly setup: string;
  readonly needs: readonly Need[];
  /** Of its scripts, with the dot; '' if it has none. */
  readonly extension: string;
  /** Names of the rows it is asked; all if there are none. */
  readonly rows?: readonly string[];
  versions(): readonly string[];
  /** Resolves when it accepts connections. */
  start(site: Site, cores: string): Promise<RunningPeer>;
}

export interface RunningPeer {
  readonly port: number;
  /** Of the process that accepts, whose children are the workers. */
  readonly pid: number;
  stop(): Promise<void>;
}
