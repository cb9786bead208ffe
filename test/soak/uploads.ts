// Soak of the upload path: 2,000 multipart uploads of 1 MB through require('cgi'), half of them into files. Memory must stay flat: mod_python's
// manual says of this path that it leaks. Run with `npm run soak:uploads [count]`; exits 1 when a worker or this process has grown.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from 'freshcgi';

const COUNT = Number(process.argv[2] ?? 2000);
const SIZE = 1_000_000;
/** What the last fifth may use more than the second one, the first being warm-up. */
const ALLOWED_MIB = 10;
const SCRIPT = `
const cgi = require('cgi');
const form = cgi.readForm(process.env.QUERY_STRING === 'save' ? { saveTo: process.env.UPLOADS } : {});
const { size, path } = form.file('file');
if (path) require('fs').unlinkSync(path);
process.stdout.write(cgi.header('text/plain') + size);
`;

const root = mkdtempSync(join(tmpdir(), 'freshcgi-soak-'));
const uploads = join(root, 'uploads');
mkdirSync(uploads);
writeFileSync(join(root, 'upload.js'), SCRIPT);
const engine = createEngine({ root, allowWrite: [uploads], env: { UPLOADS: uploads } });

const form = new FormData();
form.append('title', 'soak');
form.append('file', new Blob([new Uint8Array(SIZE).fill(7)]), 'file.bin');
const sent = new Response(form);
const headers = { 'Content-Type': sent.headers.get('content-type') ?? '' };
const body = await sent.bytes();

/** Resident MiB of the workers, this process's children. */
function workersMiB(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children.reduce((sum, pid) => {
    try {
      return sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return sum; // ended meanwhile
    }
  }, 0);
}

const samples: { parent: number; workers: number }[] = [];
const started = performance.now();
for (let i = 0; i < COUNT; i++) {
  const response = await engine.execute('upload.js', {
    method: 'POST',
    query: i % 2 === 0 ? '' : 'save',
    headers,
    body,
  });
  assert.equal(await response.text(), String(SIZE));
  samples.push({ parent: process.memoryUsage.rss() / 2 ** 20, workers: workersMiB() });
}
const seconds = (performance.now() - started) / 1000;

/** The median over one fifth of the run. */
function fifth(index: number, of: 'parent' | 'workers'): number {
  const part = samples.slice((COUNT * index) / 5, (COUNT * (index + 1)) / 5).map((sample) => sample[of]);
  return part.sort((a, b) => a - b)[part.length >> 1] ?? 0;
}

const left = readdirSync(uploads).length;
const report = (['parent', 'workers'] as const).map((of) => {
  const [early, late] = [fifth(1, of), fifth(4, of)];
  return { of, early, late, grown: late - early };
});
for (const { of, early, late, grown } of report) {
  console.log(`${of}: ${early.toFixed(1)} MiB → ${late.toFixed(1)} MiB (${grown >= 0 ? '+' : ''}${grown.toFixed(1)})`);
}
console.log(`${COUNT} uploads of ${SIZE} bytes in ${seconds.toFixed(1)} s, ${left} files left`);
await engine.close();
rmSync(root, { recursive: true });
if (left > 0 || report.some(({ grown }) => grown > ALLOWED_MIB)) process.exitCode = 1;
