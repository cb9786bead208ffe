// The server under attack: `freshcgi serve` as a child process, and what can be seen of it from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LAUNCHER } from '../adapters/freshcgi-process.ts';
import type { Client, Line } from './case.ts';

export interface Answer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  /** The body did not come to its end. */
  readonly cut: boolean;
}

const TEXT = `process.stdout.write('Content-Type: text/plain\\n\\n');`;
/** Scripts that behave, for the clients that do not. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'ok.js': `${TEXT} process.stdout.write('ok');`,
  'env.js': `${TEXT} process.stdout.write(JSON.stringify(process.env));`,
  'argv.js': `${TEXT} process.stdout.write(JSON.stringify(process.argv.slice(2)));`,
  'echo.js': `${TEXT} process.stdout.write(require('fs').readFileSync(0));`,
  'form.js': `${TEXT} process.stdout.write(String([...new URLSearchParams(process.env.QUERY_STRING)].length));`,
  'big.js': `${TEXT} for (let i = 0; i < 200; i++) process.stdout.write('b'.repeat(100000));`,
  'stuck.js': 'Array(2 ** 32 - 2).reverse();',
  'mark.js': `require('fs').writeFileSync(process.env.DATA + '/mark', 'x'); ${TEXT}`,
  'marked.js': `${TEXT} process.stdout.write(require('fs').existsSync(process.env.DATA + '/mark') ? 'marked' : 'none');`,
  '.hidden.js': `${TEXT} process.stdout.write('SECRET');`,
  'ok.js~': 'SECRET',
};

const CONTROL = `const server = require('http').createServer((_, response) => response.end('pong')).listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** How the server is started. */
export interface Settings {
  /** Seconds, wall and CPU. */
  readonly timeout: string;
  readonly maxBody: string;
  /** Whether its log is kept. */
  readonly log: boolean;
}

const ATTACKED: Settings = { timeout: '1', maxBody: '4000000', log: true };

export class Target {
  readonly base: string;
  readonly child: ChildProcess;
  /** A server that answers everything at once: shows how late the machine itself makes an answer. */
  readonly control: ChildProcess;
  controlPort = 0;
  port = 0;
  log = '';

  private constructor(base: string, scripts: ReadonlyMap<string, string>, settings: Settings) {
    this.base = base;
    const [root, files, data] = ['cgi-bin', 'files', 'data'].map((name) => join(base, name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [root, files, data]) mkdirSync(folder);
    writeFileSync(join(files, 'ping.txt'), 'pong');
    for (const [name, text] of [...Object.entries(SCRIPTS), ...scripts]) writeFileSync(join(root, name), text);
    symlinkSync('/etc/passwd', join(root, 'link-out'));
    symlinkSync('/etc', join(root, 'folder-out'));
    const { timeout, maxBody } = settings;
    const limits = [
      '--timeout',
      timeout,
      '--cpu',
      timeout,
      '--memory',
      '32',
      '--workers',
      '2',
      '--max-body',
      maxBody,
      '--queue',
      '64',
    ];
    const grants = ['--allow-write', data, '--static', files, '--env', `DATA=${data}`];
    this.child = spawn(process.execPath, [LAUNCHER, 'serve', root, '--port', '0', ...limits, ...grants], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, HOST_SECRET: 'of the host' },
    });
    this.control = spawn(process.execPath, ['-e', CONTROL], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (settings.log) this.log += text;
    });
  }

  /** Starts a server on these scripts. */
  static async start(scripts: ReadonlyMap<string, string>, settings: Settings = ATTACKED): Promise<Target> {
    const target = new Target(realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-attack-'))), scripts, settings);
    // 'pipe' makes a stream of it.
    const [line] = (await once(target.child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    target.port = Number(/:(\d+)\//.exec(String(line))?.[1]);
    const [port] = (await once(target.control.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    target.controlPort = Number(String(port));
    while ((await target.get('/cgi-bin/ok.js')).status !== 200);
    return target;
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode === null) {
      const closed = once(this.child, 'close');
      this.child.kill('SIGTERM');
      await closed;
    }
    this.control.kill();
    const code = this.child.exitCode;
    rmSync(this.base, { recursive: true, force: true });
    return code;
  }

  /** One request on a connection of its own. */
  get(path: string, timeout = 20_000): Promise<Answer> {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      let [text, status, size] = ['', 0, 0];
      const done = (cut: boolean) => resolve({ status, text, ms: performance.now() - startedAt, cut });
      const request = get({ port: this.port, path, agent: false, timeout }, (response) => {
        status = response.statusCode ?? 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size < 1e6) text += chunk;
        });
        response.on('error', () => {}).on('close', () => done(!response.complete));
      });
      request.on('timeout', () => request.destroy()).on('error', () => status === 0 && done(true));
    });
  }

  /** RSS of the server in MiB. */
  get rss(): number {
    return rssOf(this.child.pid ?? 0);
  }

  get descriptors(): number {
    try {
      return readdirSync(`/proc/${this.child.pid}/fd`).length;
    } catch {
      return 0; // it has ended: that is told elsewhere, with its last words
    }
  }

  /** Process ids of its workers. */
  get workers(): number[] {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return all.filter((pid) => parentOf(pid) === this.child.pid).map(Number);
  }

  /** RSS of the largest worker in MiB. */
  get largestWorker(): number {
    return Math.max(0, ...this.workers.map(rssOf));
  }

  /** RSS of the workers together in MiB. */
  get workersRss(): number {
    return this.workers.reduce((sum, pid) => sum + rssOf(pid), 0);
  }

  get spooled(): number {
    const name = readdirSync(tmpdir()).find((entry) => entry.startsWith(`freshcgi-${this.child.pid}-`));
    return name === undefined
      ? 0
      : readdirSync(join(tmpdir(), name)).filter((entry) => entry.startsWith('body-')).length;
  }
}

/** What an attacking client is given. */
export function clientOf(port: number): Client {
  const open = (): Line => {
    let received = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1').on('data', (text: string) => {
      if (received.length < 1e6) received += text;
    });
    socket.on('error', () => {});
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    return { socket, received: () => received, closed };
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    port,
    open,
    sleep,
    async send(text, ms = 5000) {
      const line = open();
      line.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
      await Promise.race([line.closed, sleep(ms)]);
      line.socket.destroy();
      return line.received();
    },
  };
}

function statusOf(pid: number | string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)/m.exec(statusOf(pid))?.[1]);
}

function rssOf(pid: number): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(statusOf(pid))?.[1] ?? 0) / 1024;
}

/** Where this package is installed: nothing of it may be in an answer. */
export const INSTALLATION = dirname(dirname(import.meta.dirname));
