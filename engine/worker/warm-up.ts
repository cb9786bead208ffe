// Runs the library once before any script does: the functions that every run uses are then compiled, here and in the library. Worker side.
import { setTimeout as sleep } from 'node:timers/promises';
import { TURN_OVER } from '../../sandbox-lib/bridge.ts';
import type { WorkerSettings } from '../wire/messages.ts';
import type { Grants } from './bridge/grants.ts';
import type { Isolate } from './isolate.ts';
import { Outbox } from './outbox.ts';
import { Run } from './run.ts';

/** What nearly every CGI script does. Written nowhere: it lives in this process only. */
const SCRIPT = `
const { REQUEST_METHOD } = process.env;
process.stdout.write('Content-Type: text/plain\\n\\n');
console.log('%s', REQUEST_METHOD);
console.log({ a: [1] });
process.on('exit', () => {});
Buffer.from('a').toString('base64');
process.nextTick(() => setTimeout(() => {}, 1));
const fs = require('fs');
fs.existsSync('/');
for (const attempt of [fs.readFileSync, fs.readdirSync, fs.statSync, fs.writeFileSync, fs.appendFileSync]) {
  try { attempt('/', 'utf8'); } catch {}
}
`;

/** Sends nothing. */
class NoOutbox extends Outbox {
  override add(): void {}
  override addText(): void {}
  override end(): void {}
  override deliver(): void {}
}

/** Compiles what a run needs. */
export async function warmUp(isolate: Isolate, settings: WorkerSettings, grants: Grants): Promise<void> {
  const script = '/warm-up.js';
  const body = new Uint8Array(0);
  const order = { script, args: [] };
  const assignment = { id: 0, order, environment: 'REQUEST_METHOD\0GET', files: { [script]: SCRIPT }, body };
  const run = new Run(assignment, isolate, new NoOutbox(), settings, grants);
  for (let wait = run.start(); wait !== TURN_OVER; wait = run.proceed()) await sleep(wait);
}
