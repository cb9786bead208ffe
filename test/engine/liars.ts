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
const [ABORT, END, STDOUT, STDERR, REPORT, READY] = [2, 3, 6, 7, 100, 101];
send(record(READY, 0));
fs.readSync(3, Buffer.alloc(10));
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
