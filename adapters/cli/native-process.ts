// Runs a script as web servers have always run CGI scripts: a `node` process of its own, the environment, the body on stdin.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** What came of a process. */
export interface NativeRun {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** null where a signal ended it. */
  readonly exitCode: number | null;
}

/** For a script that hangs. */
const PATIENCE_MS = 30_000;

/** The environment is the whole one: nothing of this process's own is added. */
export function runNatively(
  script: string,
  env: Readonly<Record<string, string>>,
  body: Uint8Array,
): Promise<NativeRun> {
  const { promise, resolve, reject } = Promise.withResolvers<NativeRun>();
  // Under the name that the first line of a script calls it by: process.title shows it.
  const options = { argv0: 'node', cwd: dirname(script), env: { ...env }, timeout: PATIENCE_MS };
  const child = spawn(process.execPath, [script], options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.on('error', reject);
  child.on('close', (exitCode) => {
    resolve({ stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), exitCode });
  });
  // A script that does not read its body closes the pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(body);
  return promise;
}
