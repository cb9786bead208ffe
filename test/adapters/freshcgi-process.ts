// Drives the real command line: the launcher as a child process, its output collected line by line.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';

export const LAUNCHER = join(import.meta.dirname, '..', '..', 'adapters', 'cli', 'freshcgi.cjs');

export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of files that is removed after the test. */
export function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A command that is expected to end by itself. */
export async function freshcgi(
  args: readonly string[],
  options: {
    input?: string | Uint8Array;
    node?: string;
    cwd?: string;
    env?: Record<string, string>;
    launcher?: string;
  } = {},
): Promise<Finished> {
  const child = spawn(options.node ?? process.execPath, [options.launcher ?? LAUNCHER, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    timeout: 30_000,
  });
  const text = collect(child);
  child.stdin.end(options.input ?? '');
  const [code, signal] = await once(child, 'close');
  return { code, signal, ...text() };
}

export interface StartOptions {
  readonly node?: string;
  readonly command?: string;
  readonly waitMs?: number;
  readonly user?: { readonly uid?: number; readonly gid?: number };
}

export interface Server {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly output: () => { stdout: string; stderr: string };
  /** Resolves when stderr matches; rejects when it does not in time. */
  saw(pattern: RegExp): Promise<void>;
  ended(): Promise<Finished>;
}

/** How long a server may take until it listens, and until it has written what a test waits for. */
const WAIT_MS = 30_000;

/** `freshcgi serve` that is ready to be asked; it is killed after the test. */
export async function startServer(
  t: TestContext,
  args: readonly string[],
  { node = process.execPath, command = 'serve', waitMs = WAIT_MS, user = {} }: StartOptions = {},
): Promise<Server> {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(node, [LAUNCHER, command, ...args, '--port', '0'], { stdio: [...stdio], ...user });
  t.after(() => child.kill('SIGKILL'));
  const output = collect(child);
  const closed = once(child, 'close');
  const gone = closed.then(() => {
    throw new Error(`freshcgi ended: ${JSON.stringify(output())}`);
  });
  gone.catch(() => {});
  /** Reads on until there is what is waited for. */
  async function until(isThere: () => boolean, stream: Readable, what: string): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    late.catch(() => {});
    const timer = setTimeout(
      () => reject(new Error(`freshcgi ${command} ${what} within ${waitMs} ms: ${JSON.stringify(output())}`)),
      waitMs,
    );
    try {
      while (!isThere()) await Promise.race([once(stream, 'data'), gone, late]);
    } finally {
      clearTimeout(timer);
    }
  }
  await until(() => output().stdout.includes('\n'), child.stdout, 'did not listen');
  const url = /http:\S+/.exec(output().stdout)?.[0] ?? '';
  return {
    child,
    url,
    port: Number(new URL(url).port),
    output,
    saw: (pattern) => until(() => pattern.test(output().stderr), child.stderr, `did not write ${pattern}`),
    async ended() {
      const [code, signal] = await closed;
      return { code, signal, ...output() };
    },
  };
}

function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return () => ({ stdout, stderr });
}
