// Time from the start to the first answer, from the death of a worker to the next answer, and memory of workers that wait.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { startFresh } from './node-peers.ts';
import { childrenOf, cpuOf } from './process-cpu.ts';
import type { Site } from './site.ts';
import { median } from './statistics.ts';

const STARTS = 5;
/** Fewer than make the pool believe in a crash loop. */
const KILLS = 4;
const WARM = 200;

export interface Startup {
  readonly firstAnswerMs: readonly number[];
  /** Beyond what an answer takes anyway. */
  readonly replacedMs: readonly number[];
  /** PSS of a worker that has run and waits, in MiB. */
  readonly idleMib: readonly number[];
}

export async function measureStartup(site: Site, cores: string, progress: (text: string) => void): Promise<Startup> {
  const all = { firstAnswerMs: [] as number[], replacedMs: [] as number[], idleMib: [] as number[] };
  for (let i = 0; i < STARTS; i++) {
    progress(`start ${i + 1} of ${STARTS}`);
    // As the command is without options: a worker for each core.
    const startedAt = performance.now();
    await withServer(cores, site, [], async (_, client) => {
      await client.ask();
      all.firstAnswerMs.push(performance.now() - startedAt);
    });
    progress(`killed workers, ${i + 1} of ${STARTS}`);
    await withServer(cores, site, ['--workers', '1'], async (pid, client) => {
      all.idleMib.push(await idlePss(pid, client));
      all.replacedMs.push(...(await replace(pid, client)));
    });
  }
  return all;
}

async function withServer(
  cores: string,
  site: Site,
  options: readonly string[],
  work: (pid: number, client: Client) => Promise<void>,
): Promise<void> {
  const server = await startFresh(cores, site.root, ...options);
  const client = new Client(server.port);
  try {
    await work(server.pid, client);
  } finally {
    client.close();
    await server.stop();
  }
}

/** One connection that is kept. */
class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  /** The status; resolves when the answer is whole. */
  ask(): Promise<number> {
    return new Promise((resolve, reject) => {
      request({ agent: this.#agent, host: '127.0.0.1', port: this.#port, path: '/cgi-bin/hello.js' }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', reject);
      })
        .on('error', reject)
        .end();
    });
  }

  async askedIn(): Promise<number> {
    const startedAt = performance.now();
    await this.ask();
    return performance.now() - startedAt;
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function idlePss(pid: number, client: Client): Promise<number> {
  await untilSpare(pid);
  const worker = await busiest(pid, async () => {
    for (let i = 0; i < WARM; i++) await client.ask();
  });
  await untilSpare(pid);
  return pssMib(worker);
}

/** Milliseconds from SIGKILL to the next good answer, less what one takes. */
async function replace(pid: number, client: Client): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < KILLS; i++) {
    await untilSpare(pid);
    const usual: number[] = [];
    const victim = await busiest(pid, async () => {
      for (let n = 0; n < 50; n++) usual.push(await client.askedIn());
    });
    const killedAt = performance.now();
    process.kill(victim, 'SIGKILL');
    while ((await client.ask()) !== 200);
    took.push(performance.now() - killedAt - median(usual));
  }
  return took;
}

/** The worker that does this work. */
async function busiest(pid: number, work: () => Promise<void>): Promise<number> {
  const before = new Map(childrenOf(pid).map((child) => [child, runtimeOf(child)]));
  await work();
  const used = childrenOf(pid).map((child) => [child, runtimeOf(child) - (before.get(child) ?? 0)] as const);
  const [first] = used.sort(([, a], [, b]) => b - a);
  if (first === undefined) throw new Error('Cannot find the worker that answers: there is none');
  return first[0];
}

/** Until there are two workers and they have come to rest. */
async function untilSpare(pid: number): Promise<void> {
  const used = () => {
    const { workers } = cpuOf(pid);
    return workers.user + workers.kernel;
  };
  for (let before = -1; childrenOf(pid).length < 2 || used() !== before; ) {
    before = used();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Nanoseconds on a CPU. */
function runtimeOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]);
}

export function pssMib(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1]) / 1024;
}
