// What crypto and zlib cost a run, beside the same code in a warm node process. Run by hand: `npx node test/bench/crypto.ts`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from 'freshcgi';

const require = createRequire(import.meta.url);
const ROUNDS = 300;

/** Each is the body of a function of `require`, whose result is printed. */
const SCRIPTS: Readonly<Record<string, string>> = {
  nothing: `return '';`,
  "createHash('sha256') of 1 KB": `return require('crypto').createHash('sha256').update('x'.repeat(1024)).digest('hex');`,
  'hmac and randomUUID': `const c = require('crypto'); return c.createHmac('sha256', 'key').update('a').digest('hex') + c.randomUUID();`,
  'scrypt of a password': `return require('crypto').scryptSync('password', 'salt', 64).toString('hex');`,
  'gzip of 100 KB': `return require('zlib').gzipSync('The quick brown fox. '.repeat(5000)).length;`,
  'gzip and gunzip of 100 KB': `const z = require('zlib'); return z.gunzipSync(z.gzipSync('The quick brown fox. '.repeat(5000))).length;`,
};

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

/** Milliseconds of the work in this process. */
function inNode(code: string): number {
  const work = new Function('require', code) as (require: NodeJS.Require) => unknown;
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work(require);
    return performance.now() - start;
  });
  return median(times);
}

const root = mkdtempSync(join(tmpdir(), 'freshcgi-bench-'));
const engine = createEngine({ root });
/** Milliseconds of the work inside a fresh context, and of the whole request. */
async function inEngine(code: string): Promise<{ inside: number; request: number }> {
  const script = `const start = process.hrtime.bigint(); (function (require) { ${code} })(require);
    const took = Number(process.hrtime.bigint() - start) / 1e6;
    process.stdout.write('Content-Type: text/plain\\n\\n' + took);`;
  writeFileSync(join(root, 'bench.js'), script);
  const inside: number[] = [];
  const request: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    inside.push(Number(await (await engine.execute('bench.js')).text()));
    request.push(performance.now() - start);
  }
  return { inside: median(inside), request: median(request) };
}

console.log('ms, median'.padEnd(32), 'node', 'inside', 'request', 'inside/node');
for (const [name, code] of Object.entries(SCRIPTS)) {
  const node = inNode(code);
  const { inside, request } = await inEngine(code);
  const cells = [node, inside, request].map((ms) => ms.toFixed(3));
  console.log(name.padEnd(32), ...cells, (inside / node).toFixed(1));
}
await engine.close();
rmSync(root, { recursive: true });
