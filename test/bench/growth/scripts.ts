// One script in the folder, then 10,000: does finding one take longer, what does it cost to ask for all of them, what do workers keep?
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFresh } from '../peers/node-peers.ts';
import { childrenOf } from '../peers/process-cpu.ts';
import { pssMib } from '../peers/startup.ts';
import { ratioOf, type Spread } from '../peers/statistics.ts';
import { DONE } from '../peers/wrk.ts';
import { load } from './load.ts';
import type { GrowthRow, Setting } from './row.ts';

const MANY = 10_000;
const CONNECTIONS = 8;
const WRITTEN = new Date('2020-01-01');

export async function growScripts(setting: Setting): Promise<GrowthRow[]> {
  const [few, many] = [writeScripts(setting.folder, 1), writeScripts(setting.folder, MANY)];
  const inTurn = join(setting.folder, 'in-turn.lua');
  writeFileSync(
    inTurn,
    `local n = 0
request = function()
  n = (n + 1) % ${MANY}
  return wrk.format("GET", "/cgi-bin/s" .. n .. ".js")
end
${DONE}`,
  );
  const servers = {
    few: await startFresh(setting.cores, few, '--workers', '2'),
    many: await startFresh(setting.cores, many, '--workers', '2'),
    inTurn: await startFresh(setting.cores, many, '--workers', '2'),
  };
  const rates = { few: [] as number[], many: [] as number[], inTurn: [] as number[] };
  try {
    await load(servers.few, setting, CONNECTIONS);
    await load(servers.many, setting, CONNECTIONS);
    for (let round = 0; round < setting.rounds; round++) {
      setting.now(`round ${round + 1} of ${setting.rounds}: 1 and ${MANY} scripts`);
      rates.few.push((await load(servers.few, setting, CONNECTIONS)).requestsPerSecond);
      rates.many.push((await load(servers.many, setting, CONNECTIONS)).requestsPerSecond);
      rates.inTurn.push((await load(servers.inTurn, setting, CONNECTIONS, inTurn)).requestsPerSecond);
    }
    const [lean, full] = [largestWorker(servers.few.pid), largestWorker(servers.inTurn.pid)];
    const name = `hello, ${CONNECTIONS} connections`;
    return [
      {
        what: `throughput of ${name}: a folder of ${MANY.toLocaleString('en')} scripts ÷ of 1`,
        measured: ratioOf(rates.many, rates.few),
        expected: '1: a script is found by its name',
      },
      {
        what: `throughput of ${name}: ${MANY.toLocaleString('en')} scripts asked for in turn ÷ always the same`,
        measured: ratioOf(rates.inTurn, rates.many),
        expected: 'below 1: nearly every request reads and compiles a script',
      },
      {
        what: 'memory of a worker after that ÷ after asking for the same',
        measured: one(full / lean),
        expected: 'bounded: a cache has a size',
      },
    ];
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
}

/** Each another text, so that none is compiled for another. */
function writeScripts(folder: string, count: number): string {
  const root = join(folder, `scripts-${count}`);
  mkdirSync(root);
  for (let i = 0; i < count; i++) writeScript(join(root, `s${i}.js`), `const number = ${i};\n`);
  writeScript(join(root, 'hello.js'), '');
  return root;
}

function writeScript(path: string, first: string): void {
  writeFileSync(path, `${first}process.stdout.write('Content-Type: text/plain\\n\\nhello\\n');\n`);
  utimesSync(path, WRITTEN, WRITTEN);
}

function largestWorker(pid: number): number {
  return Math.max(...childrenOf(pid).map(pssMib));
}

function one(value: number): Spread {
  return { median: value, least: value, most: value };
}
