// Where a file asks `common` to start node again with a script, another run of an engine of its own takes that place: this answers what
// common/child.js asks by files. Runs in node.
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Engine, isCgiError, type RunReport } from 'freshcgi';

const POLL_MS = 10;
const HEADER = 'process.stdout.write("Content-Type: text/plain\\n\\n");';
/** As in `node --eval`, the built-in modules are there by name. */
const MODULES =
  'for (const n of require("module").builtinModules) if (!/\\W|^_/.test(n) && !(n in globalThis)) Object.defineProperty(globalThis, n, { configurable: true, get: () => require(n) });';

interface Request {
  readonly args: string[];
  readonly env: Record<string, string>;
}

interface Answer {
  readonly code: number | null;
  readonly signal: null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Children {
  readonly #engine: Engine;
  readonly #root: string;
  readonly #reports: ReadonlyMap<string, RunReport>;
  readonly #folder: string;
  readonly #timer: NodeJS.Timeout;
  #count = 0;

  /** `folder`: where the questions of the runs are. */
  constructor(engine: Engine, root: string, folder: string, reports: ReadonlyMap<string, RunReport>) {
    this.#engine = engine;
    this.#root = root;
    this.#folder = folder;
    this.#reports = reports;
    this.#timer = setInterval(() => this.#look(), POLL_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#engine.close();
  }

  #look(): void {
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith('.ask')) continue;
      const path = join(this.#folder, name);
      const request = JSON.parse(readFileSync(path, 'utf8')) as Request;
      rmSync(path);
      void this.#run(request).then((answer) => {
        writeFileSync(`${path}.part`, JSON.stringify(answer));
        renameSync(`${path}.part`, path.replace(/ask$/, 'answer'));
      });
    }
  }

  async #run({ args, env }: Request): Promise<Answer> {
    const requestId = `child-${++this.#count}`;
    const { script, switches } = this.#read(args);
    let stdout = '';
    try {
      const response = await this.#engine.execute(script, { requestId, env: { ...env, ...switches } });
      stdout = await response.text();
      await response.report;
    } catch (error) {
      // A script that prints nothing has no header block.
      if (isCgiError(error) && typeof error.details.stdout === 'string') stdout = error.details.stdout;
    }
    while (!this.#reports.has(requestId)) await new Promise(setImmediate);
    const { exitCode, stderr } = this.#reports.get(requestId) as RunReport; // as just seen
    return { code: exitCode, signal: null, stdout, stderr };
  }

  /** Of node's command line: --eval, --input-type, two switches, a file. */
  #read(args: readonly string[]): { script: string; switches: Record<string, string> } {
    const switches: Record<string, string> = {};
    const rest: string[] = [];
    let source: string | undefined;
    let type = 'commonjs';
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] as string; // below the length
      if (arg === '-e' || arg === '--eval') source = args[++i];
      else if (arg === '--input-type') type = args[++i] ?? type;
      else if (arg === '--no-warnings') switches['NODE_NO_WARNINGS'] = '1';
      else if (arg === '--pending-deprecation') switches['NODE_PENDING_DEPRECATION'] = '1';
      else rest.push(arg);
    }
    if (source === undefined) return { script: relative(this.#root, rest[0] ?? ''), switches };
    const name = `eval-${this.#count}.${type === 'module' ? 'mjs' : 'js'}`;
    writeFileSync(join(this.#root, name), `${HEADER}${type === 'module' ? '' : MODULES}${source}`);
    return { script: name, switches };
  }
}
