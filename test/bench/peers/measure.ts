// The rounds: every peer is asked every row, one after the other, then all of it again. What a minute of a noisy machine does, it does to all.
import { bareRate, bareUs } from './bare.ts';
import { check } from './check.ts';
import type { Started } from './peers.ts';
import { cpuBetween, cpuOf } from './process-cpu.ts';
import type { Progress } from './progress.ts';
import { type Measured, Results } from './results.ts';
import type { Row } from './rows.ts';
import type { Site } from './site.ts';
import { HELLO_8 } from './targets.ts';
import { writeLua, wrk } from './wrk.ts';

/** What freshcgi and its floors have. */
const WORKERS = 2;
/** What a client leaves behind when it goes may still be worked on: time for it, per connection. */
const SETTLE_MS = 15;

export interface Plan {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly seconds: number;
  readonly cores: string;
}

/** A peer and a row that it answers rightly. */
interface Cell {
  readonly started: Started;
  readonly row: Row;
  readonly url: string;
  readonly lua: string;
}

export async function measure(
  started: readonly Started[],
  site: Site,
  plan: Plan,
  progress: Progress,
): Promise<Results> {
  const cells = await checkedCells(started, site, plan.rows, progress);
  // Compilers, caches, and the processes of prefork, each of which makes its interpreter at its first request.
  for (const [i, cell] of cells.entries()) {
    progress.now(`warming up ${i + 1} of ${cells.length}: ${cell.started.peer.title}, ${cell.row.name}`);
    await wrkOn(cell, { ...plan, seconds: cell.row.connections === 64 ? 2 : 1 }).catch(() => undefined);
    await settle(cell.row);
  }
  const results = new Results();
  for (let round = 0; round < plan.rounds; round++) {
    const startedAt = performance.now();
    for (const [i, cell] of cells.entries()) {
      const { peer } = cell.started;
      progress.now(
        `round ${round + 1} of ${plan.rounds}, ${i + 1} of ${cells.length}: ${peer.title}, ${cell.row.name}`,
      );
      try {
        results.add(peer.name, cell.row, round, await measureCell(cell, plan));
      } catch (error) {
        results.add(peer.name, cell.row, round, undefined);
        progress.note(`${peer.title}, ${cell.row.name}: ${error instanceof Error ? error.message : error}`);
      }
      await settle(cell.row);
    }
    progress.note(`round ${round + 1} of ${plan.rounds}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  return results;
}

/** Peers change fastest, so that the same row of all lies close together. */
async function checkedCells(
  started: readonly Started[],
  site: Site,
  rows: readonly Row[],
  progress: Progress,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const row of rows) {
    const lua = writeLua(site.folder, row.ask);
    for (const one of started) {
      if (one.peer.rows?.includes(row.name) === false) continue;
      const url = `http://127.0.0.1:${one.running.port}/cgi-bin/${row.ask.script}${one.peer.extension}`;
      try {
        await check(url, row.ask);
        cells.push({ started: one, row, url, lua });
      } catch (error) {
        progress.note(`${one.peer.title}, ${row.name} is left out: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return cells;
}

async function measureCell(cell: Cell, plan: Plan): Promise<Measured> {
  const { running } = cell.started;
  const bare = await bareBeside(cell, plan);
  const before = cpuOf(running.pid);
  const round = await wrkOn(cell, plan);
  return { ...round, cpu: cpuBetween(before, cpuOf(running.pid)), ...bare };
}

function wrkOn({ row, url, lua }: Cell, { seconds, cores }: Pick<Plan, 'seconds' | 'cores'>) {
  return wrk({ url, lua, connections: row.connections, seconds, cores, ask: row.ask });
}

/** What a peer is compared with that is no server, measured just before it. */
async function bareBeside({ row, started }: Cell, { cores }: Plan): Promise<Pick<Measured, 'bareUs' | 'bareRate'>> {
  if (row !== HELLO_8) return {};
  if (started.peer.name === 'fresh-context') return { bareUs: await bareUs(cores) };
  if (started.peer.name === 'floor-context') return { bareRate: await bareRate(cores, WORKERS) };
  return {};
}

function settle({ connections }: Row): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, connections * SETTLE_MS));
}
