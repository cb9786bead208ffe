// What must hold after every attack: the next requests are answered, the server never stood still, memory and descriptors came back.
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Answer, INSTALLATION, type Target } from './target.ts';

const MAX_LAG_MS = 100;
const NEXT_MS = 1000;
/** 150 MiB beside twice the heap of 32 MiB, and what can be allocated between two looks on a busy machine. */
const MAX_WORKER_MIB = 214 + 400;

/** Watches the server during an attack: how late it answers at worst, and how large its workers become. */
export class Probe {
  worst = 0;
  /** What a server beside it needed at worst: the machine's own delay. */
  usual = 0;
  largest = 0;
  readonly #thread: Worker;
  readonly #timer: NodeJS.Timeout;
  readonly #answered: Promise<unknown[]>;

  constructor(target: Target) {
    this.#thread = new Worker(join(import.meta.dirname, 'probe-thread.ts'), {
      workerData: [target.port, target.controlPort],
    });
    this.#answered = once(this.#thread, 'message');
    this.#timer = setInterval(() => {
      this.largest = Math.max(this.largest, target.largestWorker);
    }, 100);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#thread.postMessage('stop');
    [this.worst, this.usual] = (await this.#answered)[0] as [number, number]; // as probe-thread.ts sends it
  }
}

export interface Before {
  readonly rss: number;
  readonly descriptors: number;
  readonly log: number;
}

export function lookBefore(target: Target): Before {
  return { rss: target.rss, descriptors: target.descriptors, log: target.log.length };
}

/** What is wrong after an attack. `path`: the script that was attacked through, if one was. */
export async function lookAfter(
  target: Target,
  before: Before,
  probe: Probe | undefined,
  path?: string,
): Promise<string[]> {
  const wrong: string[] = [];
  const next: Array<[string, Answer]> = [];
  if (path !== undefined) next.push(['the same script', await target.get(`${path}?calm`)]);
  next.push(['another script', await target.get('/cgi-bin/ok.js')]);
  for (const [which, answer] of next) {
    if (answer.status !== 200) wrong.push(`${which} answered ${answer.status}`);
    else if (answer.ms > NEXT_MS) wrong.push(`${which} took ${Math.round(answer.ms)} ms`);
  }
  await probe?.stop();
  if (probe !== undefined && probe.worst > Math.max(MAX_LAG_MS, 3 * probe.usual))
    wrong.push(`the server stood still for ${Math.round(probe.worst)} ms`);
  if (probe !== undefined && probe.largest > MAX_WORKER_MIB)
    wrong.push(`a worker grew to ${Math.round(probe.largest)} MiB`);
  if (target.child.exitCode !== null)
    wrong.push(`the server ended with ${target.child.exitCode}: ${target.log.slice(-2000)}`);
  if (target.rss > before.rss + 80) wrong.push(`the server kept ${Math.round(target.rss - before.rss)} MiB`);
  if (target.descriptors > before.descriptors + 24)
    wrong.push(`the server kept ${target.descriptors - before.descriptors} descriptors`);
  if (target.spooled > 0) wrong.push(`${target.spooled} spooled bodies stayed`);
  return wrong;
}

/** What an answer says that it must not. */
export function leakIn(text: string): string | undefined {
  if (text.includes(INSTALLATION)) return 'the answer names the installation';
  if (/node_modules|isolated.vm|dist\/engine|file:\/\//.test(text)) return 'the answer shows the inside';
  if (/root:x:|HOST_SECRET|of the host/.test(text)) return 'the answer shows what is not granted';
  return undefined;
}

/** Records that the log has of one request: exactly one line must tell how it was answered. */
export function recordsOf(log: string, target: string): number {
  return log.split('\n').filter((line) => line.includes(' access ') && line.includes(` ${target} `)).length;
}
