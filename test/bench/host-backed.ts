// npm run bench:library: what crypto, zlib and an upload cost a run, beside the same work in a warm node process. Rounds are interleaved and
// the median of their ratios is printed with the spread, because machines are noisy.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from 'freshcgi';

const require = createRequire(import.meta.url);
const ROUNDS = 7;
const UPLOAD_BYTES = 10_000_000;

/** The work in the sandbox and in node: bodies of functions of `require`, the same text unless `node` says otherwise. */
interface Row {
  readonly name: string;
  readonly work: string;
  readonly node?: string;
  readonly body?: Uint8Array;
  /** Times per round. */
  readonly times: number;
}

const root = mkdtempSync(join(tmpdir(), 'freshcgi-bench-'));
const folder = join(root, 'uploads');
mkdirSync(folder);
const form = new FormData();
form.append('title', 'bench');
form.append('file', new Blob([crypto.getRandomValues(new Uint8Array(65_536)), new Uint8Array(UPLOAD_BYTES)]), 'f.bin');
const sent = new Response(form);
const contentType = sent.headers.get('content-type') ?? '';
const body = await sent.bytes();
const spooled = join(root, 'body');
writeFileSync(spooled, body);

/** The least that node can do: native searches over the whole body, and a copy of the content. */
const BY_HAND = `const body = require('fs').readFileSync(${JSON.stringify(spooled)});
  const boundary = ${JSON.stringify(`\r\n--${/boundary=(.*)/.exec(contentType)?.[1]}`)};
  let content;
  for (let at = 0, end; (end = body.indexOf(boundary, at + 1)) >= 0; at = end) {
    content = Buffer.from(body.subarray(body.indexOf('\\r\\n\\r\\n', at) + 4, end));
  }`;

const ROWS: readonly Row[] = [
  { name: 'nothing', work: `return '';`, times: 100 },
  {
    name: "createHash('sha256') of 1 KB",
    work: `return require('crypto').createHash('sha256').update('x'.repeat(1024)).digest('hex');`,
    times: 100,
  },
  {
    name: 'hmac and randomUUID',
    work: `const c = require('crypto'); return c.createHmac('sha256', 'key').update('a').digest('hex') + c.randomUUID();`,
    times: 100,
  },
  {
    name: 'scrypt of a password',
    work: `return require('crypto').scryptSync('password', 'salt', 64).toString('hex');`,
    times: 5,
  },
  {
    name: 'gzip of 100 KB',
    work: `return require('zlib').gzipSync('The quick brown fox. '.repeat(5000)).length;`,
    times: 40,
  },
  {
    name: 'gzip and gunzip of 100 KB',
    work: `const z = require('zlib'); return z.gunzipSync(z.gzipSync('The quick brown fox. '.repeat(5000))).length;`,
    times: 40,
  },
  {
    name: '10 MB upload to memory; node: by hand',
    work: `return require('cgi').readForm().file('file').bytes.length;`,
    node: `${BY_HAND} return content.length;`,
    body,
    times: 5,
  },
  {
    name: '10 MB upload to memory; node: formData()',
    work: `return require('cgi').readForm().file('file').bytes.length;`,
    node: `const body = require('fs').readFileSync(${JSON.stringify(spooled)});
      return new Response(body, { headers: { 'Content-Type': ${JSON.stringify(contentType)} } }).formData().then((f) => f.get('file').bytes());`,
    body,
    times: 5,
  },
  {
    name: '10 MB upload to a file; node: by hand',
    work: `return require('cgi').readForm({ saveTo: ${JSON.stringify(folder)} }).file('file').path;`,
    node: `${BY_HAND} const path = ${JSON.stringify(join(folder, 'node'))}; require('fs').writeFileSync(path, content, { flag: 'wx' }); return path;`,
    body,
    times: 5,
  },
];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function times(count: number, once: () => Promise<number>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < count; i++) taken.push(await once());
  return median(taken);
}

type Work = (require: NodeJS.Require) => unknown;

/** Milliseconds of the work in this process. */
async function inNode(work: Work): Promise<number> {
  const start = performance.now();
  const result = await work(require);
  const taken = performance.now() - start;
  if (String(result).startsWith(folder)) rmSync(String(result));
  return taken;
}

const engine = createEngine({ root, allowWrite: [folder], maxBody: 2 * UPLOAD_BYTES });

/** Milliseconds of the work inside a fresh context, and of the whole request. */
async function inEngine(script: string, upload: Uint8Array | undefined): Promise<{ inside: number; request: number }> {
  const start = performance.now();
  const post = upload && { method: 'POST', headers: { 'Content-Type': contentType }, body: upload };
  const response = await engine.execute(script, post);
  const [taken, result = ''] = (await response.text()).split(' ');
  const request = performance.now() - start;
  if (result.startsWith(folder)) rmSync(result);
  return { inside: Number(taken), request };
}

async function round(row: Row, script: string, work: Work): Promise<{ node: number; inside: number; request: number }> {
  const node = await times(row.times, () => inNode(work));
  const requests: number[] = [];
  const inside = await times(row.times, async () => {
    const taken = await inEngine(script, row.body);
    requests.push(taken.request);
    return taken.inside;
  });
  return { node, inside, request: median(requests) };
}

const measured = ROWS.map((row, index) => {
  const script = `bench-${index}.js`;
  const code = `const start = process.hrtime.bigint(); const result = (function (require) { ${row.work} })(require);
    const taken = Number(process.hrtime.bigint() - start) / 1e6;
    process.stdout.write('Content-Type: text/plain\\n\\n' + taken + ' ' + result);`;
  writeFileSync(join(root, script), code);
  const work = new Function('require', row.node ?? row.work) as Work;
  return { row, script, work, rounds: [] as Awaited<ReturnType<typeof round>>[] };
});
for (let i = 0; i < ROUNDS; i++) {
  for (const { row, script, work, rounds } of measured) rounds.push(await round(row, script, work));
}
await engine.close();
rmSync(root, { recursive: true });

console.log('median of', ROUNDS, 'rounds, ms'.padEnd(24), 'node', 'inside', 'request', 'inside/node (least–most)');
for (const { row, rounds } of measured) {
  const ratios = rounds.map(({ node, inside }) => inside / node);
  const cells = (['node', 'inside', 'request'] as const).map((of) => median(rounds.map((one) => one[of])).toFixed(3));
  const spread = `${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)}`;
  console.log(row.name.padEnd(42), ...cells, `${median(ratios).toFixed(1)} (${spread})`);
}
