// Runs node's test files inside the sandbox, unmodified, over our own `common`. Runs in node.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type RunReport } from 'freshcgi';
import { Children } from './children.ts';
import { environmentOf } from './modules.ts';

/** The exit code of common's skip(). */
const SKIPPED = 77;
const TIMEOUT_MS = 20_000;

export interface Outcome {
  readonly passed: boolean;
  /** Why it failed, in one line. */
  readonly why: string;
  readonly stderr: string;
}

export class SandboxRuns {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-node-tests-')));
  readonly #reports = new Map<string, RunReport>();
  readonly #engine: Engine;
  readonly #children: Children;

  constructor(checkout: string, files: readonly string[]) {
    const root = join(this.#root, 'test');
    mkdirSync(join(root, 'parallel'), { recursive: true });
    mkdirSync(join(this.#root, 'tmp'));
    cpSync(join(import.meta.dirname, 'common'), join(root, 'common'), { recursive: true });
    cpSync(join(checkout, 'test', 'fixtures'), join(root, 'fixtures'), { recursive: true });
    for (const file of files) cpSync(join(checkout, 'test', 'parallel', file), join(root, 'parallel', file));
    mkdirSync(join(this.#root, 'tmp', 'children'));
    const options = {
      root,
      allowWrite: [join(this.#root, 'tmp')],
      env: { NODE_TEST_DIR: join(this.#root, 'tmp'), HOME: '/', PATH: '/usr/bin' },
      onReport: (report: RunReport) => void this.#reports.set(report.requestId, report),
    };
    this.#engine = createEngine({
      ...options,
      workers: 2,
      timeout: TIMEOUT_MS,
      cpu: TIMEOUT_MS,
      memory: 6144, // some files make buffers of 4 GB, of which they touch little
      maxTimers: 200_000,
      queue: 10_000,
    });
    const children = createEngine({ ...options, workers: 1 });
    this.#children = new Children(children, root, join(this.#root, 'tmp', 'children'), this.#reports);
  }

  async run(file: string): Promise<Outcome> {
    const requestId = file.replace(/[^\w-]/g, '_').slice(0, 64);
    const env = environmentOf(join(this.#root, 'test', 'parallel', file));
    try {
      const response = await this.#engine.execute(`parallel/${file}`, { requestId, env });
      await response.text();
      await response.report;
    } catch {
      // A file that prints nothing has no header block: its report tells how it ended.
    }
    for (let turns = 0; !this.#reports.has(requestId) && turns < 1000; turns++) await new Promise(setImmediate);
    const report = this.#reports.get(requestId);
    if (report === undefined) return { passed: false, why: 'no report', stderr: '' };
    const skipped = report.exitCode === SKIPPED;
    return { passed: report.exitCode === 0, why: skipped ? skipReason(report) : reason(report), stderr: report.stderr };
  }

  /** What a script of the root prints, whatever becomes of it. */
  async page(script: string, id: string, env: Record<string, string>): Promise<string> {
    try {
      return await (
        await this.#engine.execute(script, { requestId: id.replace(/[^\w-]/g, '_').slice(-64), env })
      ).text();
    } catch {
      return '';
    }
  }

  /** Where the scripts are. */
  get root(): string {
    return join(this.#root, 'test');
  }

  async close(): Promise<void> {
    await this.#children.close();
    await this.#engine.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function skipReason(report: RunReport): string {
  return /# (Skipped: .*)/.exec(report.stderr)?.[1] ?? 'skipped';
}

/** The first line of the error, without places. */
function reason(report: RunReport): string {
  if (report.limit !== undefined) return `${report.code}: ${report.limit.name}`;
  const lines = (report.error ?? report.stderr).split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((text) => /Error|mustCall|refused/i.test(text)) ?? lines[0] ?? report.code;
  return line.trim().slice(0, 160);
}
