// Many requests and uploads through `freshcgi serve`, mixed with scripts that fail, and what the processes hold while it goes on.
import { Agent, request } from 'node:http';
import { Target } from '../security/target.ts';

export interface Amounts {
  readonly requests: number;
  readonly uploads: number;
}

/** What the processes held after a share of the work. */
export interface Sample {
  readonly done: number;
  /** MiB of the server, and of its workers together. */
  readonly server: number;
  readonly workers: number;
  readonly descriptors: number;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  readonly seconds: number;
  /** Answers that were not the expected ones, by what was asked and answered. */
  readonly odd: ReadonlyMap<string, number>;
  readonly answers: number;
  /** Descriptors before the first and after the last request, and spooled bodies left. */
  readonly descriptors: readonly [before: number, after: number];
  readonly spooled: number;
}

const TEXT = `process.stdout.write('Content-Type: text/plain\\n\\n');`;
const SCRIPTS: Readonly<Record<string, string>> = {
  'page.js': `${TEXT} const list = []; for (let i = 0; i < 200; i++) list.push({ i, text: 'item ' + i }); process.stdout.write(JSON.stringify(list));`,
  'file.js': `${TEXT} process.stdout.write(require('fs').readFileSync(__filename, 'utf8'));`,
  'size.js': `${TEXT} process.stdout.write(String(require('fs').readFileSync(0).length));`,
  'throw.js': `throw new Error('as it does');`,
  'silent.js': '',
  'exit.js': `${TEXT} setInterval(() => {}, 1000); setTimeout(() => process.exit(0), 1);`,
  'timers.js': 'for (;;) setTimeout(() => {}, 1e6);',
  'loop.js': 'for (;;);',
  'memory.js':
    'const kept = []; for (;;) { const one = new ArrayBuffer(1, { maxByteLength: 1 << 26 }); one.resize(1 << 26); new Uint8Array(one).fill(7); kept.push(one); }',
};

interface Step {
  readonly path: string;
  readonly status: number;
  readonly body?: Buffer;
}

/** One in a hundred fails in a cheap way, a few in a thousand end an isolate, one in five thousand ends a process or lasts its time. */
function stepAt(i: number): Step {
  if (i % 5000 === 2500) return { path: 'memory.js', status: 500 };
  if (i % 5000 === 4999) return { path: 'loop.js', status: 504 };
  if (i % 500 === 250) return { path: 'timers.js', status: 500 };
  if (i % 100 === 50) return { path: 'throw.js', status: 500 };
  if (i % 100 === 75) return { path: 'silent.js', status: 500 };
  if (i % 50 === 10) return { path: 'exit.js', status: 200 };
  return { path: i % 3 === 0 ? 'file.js' : 'page.js', status: 200 };
}

/** Just below and just above what travels with its request: every other one is spooled. */
const BODIES = [Buffer.alloc(1_000_000, 'u'), Buffer.alloc(1_050_000, 'u')] as const;

/** Runs the amounts, `done` from 0 to 1 as it goes on. */
export async function soak(amounts: Amounts, progress: (done: number) => void): Promise<SoakResult> {
  const target = await Target.start(new Map(Object.entries(SCRIPTS)), { timeout: '2', maxBody: '4000000', log: false });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const odd = new Map<string, number>();
  const samples: Sample[] = [];
  const total = amounts.requests + amounts.uploads;
  const before = target.descriptors;
  const startedAt = performance.now();
  // Uploads are spread over the requests.
  const every = amounts.uploads === 0 ? Number.POSITIVE_INFINITY : total / amounts.uploads;
  let [next, uploads, answers] = [0, 0, 0];
  const work = async () => {
    while (next < total) {
      const i = next++;
      const isUpload = uploads < amounts.uploads && i >= uploads * every;
      const step: Step = isUpload ? { path: 'size.js', status: 200, body: BODIES[uploads++ % 2] as Buffer } : stepAt(i);
      const { status, text } = await ask(target.port, agent, step);
      answers++;
      const fits = status === step.status && (step.body === undefined || text === String(step.body.length));
      if (!fits) odd.set(`${step.path} ${status}`, (odd.get(`${step.path} ${status}`) ?? 0) + 1);
      if (i % Math.ceil(total / 100) === 0) {
        samples.push(lookAt(target, i / total));
        progress(i / total);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  agent.destroy();
  const seconds = (performance.now() - startedAt) / 1000;
  samples.push(lookAt(target, 1));
  // Connections and workers that are about to end.
  const after = await settled(() => target.descriptors, before + 8);
  const spooled = target.spooled;
  await target.stop();
  return { samples, seconds, odd, answers, descriptors: [before, after], spooled };
}

function lookAt(target: Target, done: number): Sample {
  return { done, server: target.rss, workers: target.workersRss, descriptors: target.descriptors };
}

async function settled(look: () => number, enough: number): Promise<number> {
  for (let i = 0; i < 60 && look() > enough; i++) await new Promise((resolve) => setTimeout(resolve, 100));
  return look();
}

function ask(port: number, agent: Agent, { path, body }: Step): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { 'Content-Length': body.length };
    const sent = request(
      { port, agent, path: `/cgi-bin/${path}`, method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        let text = '';
        response.setEncoding('latin1').on('data', (chunk: string) => {
          text += chunk;
        });
        response
          .on('error', () => {})
          .on('close', () => resolve({ status: response.complete ? (response.statusCode ?? 0) : -1, text }));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ status: 0, text: error.code ?? '' }));
    sent.end(body);
  });
}

/** MiB that a figure grew by between the second and the last fifth of the work: what came before is warming up. */
export function growthOf(samples: readonly Sample[], figure: (sample: Sample) => number): number {
  const mean = (from: number, to: number) => {
    const part = samples.filter(({ done }) => done >= from && done <= to).map(figure);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  };
  return mean(0.8, 1) - mean(0.2, 0.4);
}
