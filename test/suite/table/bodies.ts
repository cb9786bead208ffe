// B01 to B13 as far as one request shows them: what scripts read, and when their answer ends (RFC 3875 4.2). Streaming, back-pressure
// and broken uploads need a clock or an open socket: see streaming.test.ts and uploads.test.ts.
import type { Case } from '../case.ts';

const PLAIN = `process.stdout.write('Content-Type: text/plain\\n\\n');\n`;
const TEXT = `caf\xc3\xa9 ${'x'.repeat(20)} \xe2\x82\xac`;
const READ = 'café xxxxxxxxxxxxxxxxxxxx €';

/** B09: every way node has to read stdin. */
const READERS: Readonly<Record<string, string>> = {
  sync: `done(require('fs').readFileSync(0).toString())`,
  'sync-path': `done(require('fs').readFileSync('/dev/stdin', 'utf8'))`,
  'read-sync': `const b = Buffer.alloc(7); let n, s = []; const fs = require('fs');
while ((n = fs.readSync(0, b, 0, 7, null)) > 0) s.push(Buffer.from(b.subarray(0, n)));
done(Buffer.concat(s).toString())`,
  events: `const s = []; process.stdin.on('data', (c) => s.push(c)).on('end', () => done(Buffer.concat(s).toString()))`,
  iteration: `(async () => { const s = []; for await (const c of process.stdin) s.push(c); done(Buffer.concat(s).toString()) })()`,
  readable: `let s = ''; process.stdin.setEncoding('utf8').on('readable', () => {
  for (let c; (c = process.stdin.read()) !== null; ) s += c;
}).on('end', () => done(s))`,
  consumers: `require('stream/consumers').text(process.stdin).then(done)`,
  readline: `const s = []; require('readline').createInterface({ input: process.stdin }).on('line', (l) => s.push(l)).on('close', () => done(s.join('\\n')))`,
  pipe: `const { Writable } = require('stream'); const s = [];
process.stdin.pipe(new Writable({ write(c, e, next) { s.push(c); next(); } })).on('finish', () => done(Buffer.concat(s).toString()))`,
};

export const BODIES: readonly Case[] = [
  {
    id: 'B04',
    what: 'what was written before process.exit() arrives, nothing after it does',
    code: `${PLAIN}process.stdout.write('x'.repeat(300000)); process.stdout.write('last');
process.exit(0); process.stdout.write('never');`,
    expect: { status: 200, body: /^x{300000}last$/ },
  },
  {
    id: 'B05',
    what: 'the answer ends when nothing is pending any more',
    code: `${PLAIN}setTimeout(() => process.stdout.write('b'), 5); process.nextTick(() => process.stdout.write('a'));
Promise.resolve().then(() => setTimeout(() => setImmediate(() => process.stdout.write('c')), 10));`,
    expect: { status: 200, body: 'abc' },
  },
  {
    id: 'B06',
    what: 'a body that nobody reads does no harm',
    request: { method: 'POST', body: 'x'.repeat(1_000_000) },
    expect: { status: 200, env: { CONTENT_LENGTH: '1000000' } },
  },
  {
    id: 'B07',
    what: 'stdin without a body is at its end at once',
    script: 'stdin.js',
    expect: { status: 200, shows: { bytes: 0 } },
  },
  {
    id: 'B07-again',
    what: 'stdin at its end stays there',
    code: `const fs = require('fs'); const first = fs.readFileSync(0, 'utf8'); const b = Buffer.alloc(1);
${PLAIN}process.stdout.write(first + fs.readFileSync(0, 'utf8').length + fs.readSync(0, b, 0, 1, null));`,
    request: { method: 'POST', body: 'abc' },
    expect: { status: 200, body: 'abc00' },
  },
  {
    id: 'B08',
    what: 'exactly the declared bytes are there',
    script: 'stdin.js',
    request: { method: 'POST', body: Buffer.from(Array.from({ length: 256 }, (_, i) => i)) },
    expect: { status: 200, shows: { bytes: 256 }, env: { CONTENT_LENGTH: '256' } },
  },
  {
    id: 'B08-large',
    what: 'a body beyond what travels with its request is all there',
    code: `const b = require('fs').readFileSync(0); let sum = 0; for (const x of b) sum += x;
${PLAIN}process.stdout.write(b.length + ' ' + sum);`,
    request: { method: 'POST', body: Buffer.alloc(3_000_001, 7) },
    expect: { status: 200, body: '3000001 21000007' },
  },
  ...Object.entries(READERS).map(
    ([name, code]): Case => ({
      id: `B09-${name}`,
      what: `stdin can be read by way of ${name}`,
      code: `const done = (text) => process.stdout.write('Content-Type: text/plain; charset=utf-8\\n\\n' + text);\n${code};`,
      request: { method: 'POST', body: TEXT },
      expect: { status: 200, body: new RegExp(`^${READ}$`) },
    }),
  ),
  {
    id: 'B09-split',
    what: 'setEncoding keeps a character whole that lies across two chunks',
    code: `let s = ''; process.stdin.setEncoding('utf8').on('data', (c) => (s += c)).on('end', () => {
  ${PLAIN}process.stdout.write(String(s === '€'.repeat(70000)));
});`,
    request: { method: 'POST', body: Buffer.from('€'.repeat(70000)) },
    expect: { status: 200, body: 'true' },
  },
  {
    id: 'B10',
    what: 'Content-Length beside Transfer-Encoding is refused',
    request: {
      raw: 'POST /cgi-bin/env.js HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    },
    expect: { status: 400 },
  },
  {
    id: 'B10-two',
    what: 'two different lengths are refused',
    request: { raw: 'POST /cgi-bin/env.js HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd' },
    expect: { status: 400 },
  },
  {
    id: 'B10-neither',
    what: 'a POST without a length has no body',
    request: { raw: 'POST /cgi-bin/env.js HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n' },
    expect: { status: 200, env: { CONTENT_LENGTH: null } },
  },
  {
    id: 'B10-get',
    what: 'a GET may have a body',
    script: 'stdin.js',
    request: { method: 'GET', body: 'abc' },
    expect: { status: 200, shows: { bytes: 3 }, env: { CONTENT_LENGTH: '3' } },
  },
  {
    id: 'B11',
    what: 'a compressed body is passed as it came',
    script: 'stdin.js',
    request: { method: 'POST', body: '\x1f\x8b-not-really', headers: [['Content-Encoding', 'gzip']] },
    expect: { status: 200, shows: { bytes: 13 }, env: { HTTP_CONTENT_ENCODING: 'gzip' } },
  },
];
