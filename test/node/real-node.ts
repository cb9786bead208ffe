// Runs node's test files in node itself: a file that this node fails or skips says nothing about us. Runs in node.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { flagsOf } from './modules.ts';

const TIMEOUT_MS = 30_000;
const LEFT_BEHIND_MS = 1000;

/** Why this node is no measure for the file, or undefined. */
export async function nodeFails(checkout: string, file: string): Promise<string | undefined> {
  const path = join(checkout, 'test', 'parallel', file);
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-node-'));
  const child = spawn(process.execPath, [...flagsOf(path), path], {
    cwd: folder,
    detached: true, // a process group, to end what the file leaves behind
    env: { ...process.env, NODE_TEST_DIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output = (output + chunk).slice(0, 1_000_000);
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  // What the file started and left behind may hold its stdout.
  await Promise.race([closed, setTimeout(LEFT_BEHIND_MS)]);
  child.stdout.destroy();
  endGroup(child.pid);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) return `node ${process.version} itself fails`;
  return /^1\.\.0 # Skipped/m.test(output) ? `node ${process.version} itself skips` : undefined;
}

function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
