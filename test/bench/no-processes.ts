// For --import before `freshcgi serve`: workers that are no processes and answer in the next turn of the event loop, all of them the
// same. What is left is the parent without the system calls that hand runs over.
import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { appendRecords, RECORD, type RecordType } from '../../engine/wire/records.ts';

const OUTPUT = Buffer.from('Content-Type: text/plain\n\nhello\n');
const REPORT = Buffer.from('{"code":"ok","exitCode":0,"cpuMs":0.1,"compiled":0,"stderrBytes":0}');

class Pipe extends EventEmitter {
  ref(): void {}
  unref(): void {}
  pause(): void {}
  resume(): void {}
  destroy(): void {}
  write(_bytes: Uint8Array): boolean {
    return true;
  }
}

class Input extends Pipe {
  readonly #output: Pipe;

  constructor(output: Pipe) {
    super();
    this.#output = output;
  }

  override write(bytes: Buffer): boolean {
    const run = bytes.readUInt16BE(2);
    setImmediate(() => this.#output.emit('data', answerOf(run)));
    return true;
  }
}

class Child extends Pipe {
  readonly pid = process.pid;
  readonly stdio: readonly unknown[];

  constructor() {
    super();
    const output = new Pipe();
    this.stdio = [null, null, new Pipe(), new Input(output), output, new Pipe()];
    setImmediate(() => output.emit('data', records([RECORD.READY, 0, Buffer.alloc(0)])));
  }

  kill(): boolean {
    setImmediate(() => this.emit('exit', 0, null) && this.emit('close'));
    return true;
  }
}

function answerOf(run: number): Buffer {
  return records([RECORD.STDOUT, run, OUTPUT], [RECORD.REPORT, run, REPORT], [RECORD.END, run, Buffer.alloc(8)]);
}

function records(...all: readonly (readonly [type: RecordType, run: number, content: Uint8Array])[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [type, run, content] of all) appendRecords(parts, type, run, content);
  return Buffer.concat(parts);
}

Object.assign(childProcess, { spawn: () => new Child() });
syncBuiltinESMExports();
