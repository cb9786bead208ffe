// Starts a worker process and its pipes. Parent side.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { WorkerSettings } from '../wire/messages.ts';
import { workerArguments } from './worker-arguments.ts';

/** Whom the process belongs to, the parent's own user if undefined, and which time zone it lives in, the system's if undefined. */
export interface WorkerPlace {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly timeZone: string | undefined;
}

/** A process and its pipes; none of them keeps the parent alive. */
export interface SpawnedWorker {
  readonly child: ChildProcess;
  /** stderr of the worker itself. */
  readonly errors: Socket;
  /** Runs. */
  readonly input: Socket;
  /** What becomes of them. */
  readonly output: Socket;
  /** Runs that are to stop: what waits in `input` is not read before the run is over. */
  readonly aborts: Socket;
}

/** Throws where the system gives no process; what is only found out later comes as the child's 'error'. */
export function spawnWorker(settings: WorkerSettings, { timeZone, ...user }: WorkerPlace): SpawnedWorker {
  const child = spawn(process.execPath, workerArguments(settings), {
    cwd: '/',
    // An escape from the sandbox must find nothing in /proc/self/environ. The time zone is no secret, and V8 knows of no other way to tell it.
    env: timeZone === undefined ? {} : { TZ: timeZone },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    ...user,
  });
  // Out of descriptors or memory: node then makes no streams at all and only throws for some of the reasons.
  if (child.stdio === undefined) {
    child.on('error', () => {});
    throw new Error('Cannot start a worker: the system gives no process or no descriptors');
  }
  // 'pipe' makes sockets of them; with these six they exist.
  const [, , errors, input, output, aborts] = child.stdio as unknown as [null, null, Socket, Socket, Socket, Socket];
  for (const handle of [child, errors, input, output, aborts]) handle.unref();
  return { child, errors, input, output, aborts };
}
