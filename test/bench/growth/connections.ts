// 10 clients, then 100, then 1,000, over two workers.
import { startFresh } from '../peers/node-peers.ts';
import { ratioOf } from '../peers/statistics.ts';
import { load } from './load.ts';
import type { GrowthRow, Setting } from './row.ts';

const STEPS = [10, 100, 1000];

export async function growConnections(setting: Setting): Promise<GrowthRow[]> {
  const rounds = new Map<number, number[]>(STEPS.map((step) => [step, []]));
  const server = await startFresh(setting.cores, setting.root, '--workers', '2', '--queue', '2000');
  try {
    await load(server, setting, 1000);
    for (let round = 0; round < setting.rounds; round++) {
      for (const step of STEPS) {
        setting.now(`round ${round + 1} of ${setting.rounds}: ${step} connections`);
        const { requestsPerSecond } = await load(server, setting, step);
        rounds.get(step)?.push(requestsPerSecond);
      }
    }
  } finally {
    await server.stop();
  }
  const [first = 0, ...more] = STEPS;
  return more.map((step) => ({
    what: `throughput of hello, 2 workers: ${step.toLocaleString('en')} connections ÷ ${first}`,
    measured: ratioOf(rounds.get(step) ?? [], rounds.get(first) ?? []),
    expected: '1: they wait in the queue, none is refused',
  }));
}
