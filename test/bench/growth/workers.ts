// One worker, then two. On two cores the second does not bring the double: the parent and the load want a share of them, and how much can
// be computed out of what each takes for a request.
import { startFresh } from '../peers/node-peers.ts';
import { cpuBetween, cpuOf, endedCpuOf, totalOf } from '../peers/process-cpu.ts';
import { formatRatio, median, ratioOf } from '../peers/statistics.ts';
import { load } from './load.ts';
import type { GrowthRow, Setting } from './row.ts';

const CONNECTIONS = 8;

/** CPU, in any one unit. */
export interface Used {
  readonly worker: number;
  readonly parent: number;
  readonly wrk: number;
}

export async function growWorkers(setting: Setting): Promise<GrowthRow[]> {
  const rates: Readonly<Record<1 | 2, number[]>> = { 1: [], 2: [] };
  const expectations: number[] = [];
  const servers = {
    1: await startFresh(setting.cores, setting.root, '--workers', '1'),
    2: await startFresh(setting.cores, setting.root, '--workers', '2'),
  };
  try {
    for (const workers of [1, 2] as const) await load(servers[workers], setting, CONNECTIONS);
    for (let round = 0; round < setting.rounds; round++) {
      for (const workers of [1, 2] as const) {
        setting.now(`round ${round + 1} of ${setting.rounds}: ${workers} workers`);
        const { pid } = servers[workers];
        const [before, loadBefore] = [cpuOf(pid), totalOf(endedCpuOf(process.pid))];
        const { requestsPerSecond } = await load(servers[workers], setting, CONNECTIONS);
        rates[workers].push(requestsPerSecond);
        const cpu = cpuBetween(before, cpuOf(pid));
        const used = {
          worker: totalOf(cpu.workers),
          parent: totalOf(cpu.parent),
          wrk: totalOf(endedCpuOf(process.pid)) - loadBefore,
        };
        if (workers === 1) expectations.push(expectedOf(used));
      }
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
  return [
    {
      what: `throughput of hello, ${CONNECTIONS} connections: 2 workers ÷ 1`,
      measured: ratioOf(rates[2], rates[1]),
      expected: `${formatRatio(median(expectations))}: the parent and wrk share the two cores with the workers`,
    },
  ];
}

/** The ratio to expect out of the CPU that a request takes of each: two cores, and one of them at most for each of the three. Pure. */
export function expectedOf({ worker, parent, wrk }: Used): number {
  const most = (workers: number) => Math.min(workers / worker, 1 / parent, 1 / wrk, 2 / (worker + parent + wrk));
  return most(2) / most(1);
}
