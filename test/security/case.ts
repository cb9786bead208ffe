// What an attack is: a script that misbehaves, or a client that does.
import type { Socket } from 'node:net';

/** Statuses that an attack may be answered with. */
export type Statuses = readonly number[];

export interface ScriptAttack {
  readonly id: string;
  readonly what: string;
  readonly code: string;
  /** Allowed answers. */
  readonly ends: Statuses;
  /** Text that the answer must contain. */
  readonly says?: RegExp;
  /** Not wrapped: the file is the code alone. */
  readonly raw?: true;
}

/** What a client attack may use. */
export interface Client {
  readonly port: number;
  /** A connection that collects what it receives; never throws. */
  open(): Line;
  /** Sends the text and resolves with everything received until the server closes, or `ms` passed. */
  send(text: string | Uint8Array, ms?: number): Promise<string>;
  sleep(ms: number): Promise<void>;
}

export interface Line {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<void>;
}

export interface ClientAttack {
  readonly id: string;
  readonly what: string;
  /** Returns what went wrong, or undefined. */
  run(client: Client): Promise<string | undefined>;
  /** It works through thousands of connections: the probe shares the machine with them. */
  readonly heavy?: true;
}

export function statusesOf(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}

/** What went wrong, if the statuses received are not the expected ones. */
export function expectStatuses(received: string, ...expected: Statuses[]): string | undefined {
  const found = statusesOf(received);
  const fits = found.length === expected.length && found.every((status, i) => expected[i]?.includes(status));
  return fits
    ? undefined
    : `it answered ${found.join(', ') || 'nothing'} instead of ${expected.map((any) => any.join(' or ')).join(', ')}`;
}
