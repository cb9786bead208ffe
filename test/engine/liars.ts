// Programs in the place of worker processes, that send what they like.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Engine } from 'freshcgi';
import { page, scriptFolder } from './script-folder.ts';

/** A program in a worker's place: it says that it is ready, takes its first run, and then sends what it likes. */
const PRELUDE = `
const fs = require('fs');
const record = (type, id, content = '') => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([1, type, id >> 8, id & 255, bytes.length >> 8, bytes.length & 255, 0, 0]), bytes]);
};
const send = (...records) => { const bytes = Buffer.concat(records); for (let at = 0; at < bytes.length; ) try { at += fs.writeSync(4, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };
const report = (more) => JSON.stringify({ code: 'ok', exitCode: 0, cpuMs: 1, compiled: 0, stderrBytes: 0, ...more });
const [BEGIN, ABORT, END, PARAMS, STDOUT, STDERR, REPORT, READY] = [1, 2, 3, 4, 6, 7, 100, 101];
send(record(READY, 0));
fs.readSync(3, Buffer.alloc(10));
const answer = (id, text = '') => send(record(STDOUT, id, 'Content-Type: text/plain\\n\\n' + text), record(REPORT, id, report()), record(END, id, Buffer.alloc(8)));
/** Calls back for each run as it comes; for the first one when its parameters have. */
const onRun = (take) => {
  let bytes = Buffer.alloc(10);
  new (require('net').Socket)({ fd: 3 }).on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      // Ten bytes of the first record, which was BEGIN, were read above.
      const size = bytes[0] === 0 ? bytes.indexOf(Buffer.from([1, PARAMS, 0, 1])) : 8 + bytes.readUInt16BE(4);
      if (size < 0 || bytes.length < size + 8) break;
      const [version, type, , id] = bytes;
      if (version === 1 && type === (id === 1 ? PARAMS : BEGIN)) take(id);
      bytes = bytes.subarray(size);
    }
  });
};
`;

/** An engine whose workers are started as this program, as long as `during` runs. */
export async function withLiars(
  t: TestContext,
  code: string,
  during: (engine: Engine) => Promise<void>,
): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'freshcgi-liar-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const node = process.execPath;
  writeFileSync(join(folder, 'liar.cjs'), PRELUDE + code);
  writeFileSync(join(folder, 'node'), `#!/bin/sh\nexec ${node} ${folder}/liar.cjs\n`);
  chmodSync(join(folder, 'node'), 0o755);
  const { engine } = scriptFolder(t, { 'ok.js': page('console.log("ok")') }, { timeout: 800 });
  process.execPath = join(folder, 'node');
  try {
    await during(engine);
  } finally {
    process.execPath = node;
  }
  return engine;
}
