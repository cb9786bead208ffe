// Runs one script twice: as a process of node with a CGI environment, and in the sandbox. Runs in node.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, isCgiError, type RunReport, type ScriptRequest } from 'freshcgi';

export interface Ending {
  readonly headers: string;
  readonly body: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Where node shows the line of its own source that threw, as no sandbox can. */
const OWN_FRAME = /^node:[\s\S]*?\n\n/;
const FRAME = /^\/[\s\S]*?\n\n/;

const QUERY = 'name=Ada&n=1&n=2';
const BODY = 'title=Hello%20world&text=line+one%0Aline+two';
const TYPE = 'application/x-www-form-urlencoded';
const HEADER = 'process.stdout.write("Content-Type: text/plain\\n\\n");';

/** Scripts in a folder with an engine on it; ended with `close()`. */
export class Both {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-parity-')));
  readonly #root = join(this.#folder, 'cgi-bin');
  readonly #reports = new Map<string, RunReport>();
  readonly #engine: Engine;

  constructor() {
    mkdirSync(this.#root);
    mkdirSync(join(this.#folder, 'data'));
    this.#engine = createEngine({
      root: this.#root,
      allowWrite: [join(this.#folder, 'data')],
      onReport: (report) => this.#reports.set(report.requestId, report),
    });
  }

  /** Puts the script there, behind a header block on its own first line. */
  add(name: string, code: string): void {
    writeFileSync(join(this.#root, `${name}.js`), HEADER + code);
    writeFileSync(
      join(this.#root, 'part.js'),
      'exports.part = __filename.split("/").pop(); exports.main = require.main === module;\n',
    );
  }

  #node(name: string): Promise<Ending> {
    this.#freshData();
    const child = spawn(process.execPath, [join(this.#root, `${name}.js`)], {
      cwd: this.#root,
      env: {
        GATEWAY_INTERFACE: 'CGI/1.1',
        REQUEST_METHOD: 'POST',
        QUERY_STRING: QUERY,
        CONTENT_TYPE: TYPE,
        CONTENT_LENGTH: String(BODY.length),
        SCRIPT_NAME: `/${name}.js`,
        HTTP_ACCEPT: '*/*',
      },
      timeout: 20_000,
    });
    const output = { 1: '', 2: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (output[1] += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output[2] += text));
    child.stdin.on('error', () => {}); // a script need not read its body
    child.stdin.end(BODY);
    return new Promise((resolve) =>
      child.on('close', (exitCode) => {
        resolve({ ...split(output[1]), stderr: normalise(output[2]), exitCode });
      }),
    );
  }

  /** Both endings. */
  async run(name: string): Promise<{ inNode: Ending; here: Ending }> {
    const [inNode, here] = [await this.#node(name), await this.#sandbox(name)];
    if (!OWN_FRAME.test(inNode.stderr)) return { inNode, here };
    return {
      inNode: { ...inNode, stderr: inNode.stderr.replace(OWN_FRAME, '') },
      here: { ...here, stderr: here.stderr.replace(FRAME, '') },
    };
  }

  async #sandbox(name: string): Promise<Ending> {
    this.#freshData();
    const headers = { 'Content-Type': TYPE, Accept: '*/*' };
    const request = { method: 'POST', query: QUERY, headers, body: BODY, requestId: name };
    const stdout = await this.#execute(name, request);
    // The report of a run comes with its END record, which may still be on its way when the answer is not.
    while (!this.#reports.has(name)) await new Promise(setImmediate);
    const { stderr, exitCode } = this.#reports.get(name) as RunReport; // it has, see above
    return { ...split(stdout), stderr: normalise(stderr), exitCode };
  }

  /** What the script wrote: its answer, or what a failed script had written before. */
  async #execute(name: string, request: ScriptRequest): Promise<string> {
    try {
      const response = await this.#engine.execute(`${name}.js`, request);
      const fields = response.headerPairs.map(([field, value]) => `${field}: ${value}\n`).join('');
      return `${fields}\n${await response.text()}`;
    } catch (error) {
      if (isCgiError(error) && typeof error.details.stdout === 'string') return error.details.stdout;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#engine.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #freshData(): void {
    rmSync(join(this.#folder, 'data'), { recursive: true, force: true });
    mkdirSync(join(this.#folder, 'data'));
  }
}

function split(stdout: string): { headers: string; body: string } {
  const end = stdout.indexOf('\n\n');
  return { headers: stdout.slice(0, end), body: stdout.slice(end + 2) };
}

/** Without process ids and without the frames of node itself, which no sandbox has. */
function normalise(stderr: string): string {
  return stderr
    .replace(/\(node:\d+\)/g, '(node:PID)')
    .split('\n')
    .filter((line) => !/^\s+at .*(?:node:|\(<anonymous>\))|^\s+\[?\.\.\. (?:\d+ )?lines matching/.test(line))
    .map((line) => line.replace(/ \{$/, ''))
    .join('\n');
}
