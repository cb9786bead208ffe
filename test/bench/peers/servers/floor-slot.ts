// A slot of the floor server: a worker process and two named pipes, which cost less per record than the sockets that node makes of a child's
// descriptors. Parent side.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { constants, openSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { RUN_FLAGS } from '../../run-flags.ts';

const WORKER = join(import.meta.dirname, 'floor-worker.ts');
/** Bytes of a request and of its answer. */
const RECORD = 64;
/** What a pipe takes at once; far fewer clients are waiting than that holds requests. */
const PIPE_SIZE = 65_536;

export class Slot {
  readonly #child: ChildProcess;
  readonly #input: number;
  /** Filled once: all requests are the same. */
  readonly #requests = Buffer.alloc(PIPE_SIZE);
  /** Taken in this turn of the event loop, to be written in one piece. */
  #taken = 0;
  /** In the order of their answers. */
  readonly #waiting: Array<() => void> = [];
  /** Bytes of an answer that came in part. */
  #rest = 0;

  constructor(kind: string, folder: string, name: string) {
    const [input, output] = [join(folder, `${name}-in`), join(folder, `${name}-out`)];
    execFileSync('mkfifo', [input, output]);
    this.#child = spawn(process.execPath, [...RUN_FLAGS, WORKER, kind, input, output, String(RECORD)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // Waits for the worker, which has them open at both ends then: it ends when this process does.
    this.#input = openSync(input, 'w');
    const fd = openSync(output, constants.O_RDONLY);
    const onread = { buffer: Buffer.alloc(PIPE_SIZE), callback: (size: number) => this.#take(size) };
    new Socket({ fd, readable: true, writable: false, onread }).resume();
  }

  /** Requests without an answer. */
  get load(): number {
    return this.#waiting.length;
  }

  /** Hands a request over, also while others are under way: the worker never waits for the next one. */
  ask(answered: () => void): void {
    this.#waiting.push(answered);
    if (this.#taken++ === 0) setImmediate(() => this.#send());
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(): void {
    writeSync(this.#input, this.#requests, 0, this.#taken * RECORD);
    this.#taken = 0;
  }

  #take(size: number): boolean {
    for (this.#rest += size; this.#rest >= RECORD; this.#rest -= RECORD) this.#waiting.shift()?.();
    return true;
  }
}
