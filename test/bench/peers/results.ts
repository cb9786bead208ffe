// What was measured, by peer and row; a round that failed is a hole, so that rounds of different peers stay beside each other. Pure.
import type { PeerName } from './peer.ts';
import type { ServerCpu } from './process-cpu.ts';
import type { Row } from './rows.ts';
import { median, ratioOf, type Spread } from './statistics.ts';
import type { Round } from './wrk.ts';

/** A round, and the CPU the server took for it. */
export interface Measured extends Round {
  readonly cpu: ServerCpu;
  /** CPU of one bare createContext and release in the same minute, in microseconds; only where it is needed. */
  readonly bareUs?: number;
  /** Bare contexts a second in as many processes as there are workers, in the same minute; only where it is needed. */
  readonly bareRate?: number;
}

export type Figure = (measured: Measured) => number;

export const rate: Figure = ({ requestsPerSecond }) => requestsPerSecond;
export const p50: Figure = ({ p50Us }) => p50Us;
export const p99: Figure = ({ p99Us }) => p99Us;

export class Results {
  readonly #rounds = new Map<string, Array<Measured | undefined>>();

  add(peer: PeerName, row: Row, round: number, measured: Measured | undefined): void {
    const key = keyOf(peer, row);
    const rounds = this.#rounds.get(key) ?? [];
    rounds[round] = measured;
    this.#rounds.set(key, rounds);
  }

  /** A figure of each round. */
  of(peer: PeerName, row: Row, figure: Figure): Array<number | undefined> {
    return Array.from(this.#rounds.get(keyOf(peer, row)) ?? [], (measured) => measured && figure(measured));
  }

  /** The median of a figure; undefined where nothing was measured. */
  median(peer: PeerName, row: Row, figure: Figure): number | undefined {
    const values = this.of(peer, row, figure).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : median(values);
  }

  /** One peer's figure over another's. */
  ratio(row: Row, figure: Figure, over: PeerName, under: PeerName): Spread | undefined {
    return ratioOf(this.of(over, row, figure), this.of(under, row, figure));
  }
}

function keyOf(peer: PeerName, row: Row): string {
  return `${peer} ${row.name}`;
}
