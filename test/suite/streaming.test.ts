// B01, B02: the client has the first bytes while the script still runs, and a client that does not read holds the script.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createEngine } from 'freshcgi';
import { Conversation } from './conversation.ts';
import { type Serving, startServe } from './doors/serve.ts';
import { parseAnswer } from './http-client.ts';
import { makeSite, type Site } from './site.ts';

const MIB = 1_048_576;
const BIG = 256;
/** What may lie between a script and a client that reads nothing: a file, our buffer, pipes, sockets. */
const BETWEEN = (64 + 12) * MIB;
const HEAD = `process.stdout.write('Content-Type: text/plain\\n\\n');`;
const SCRIPTS = {
  // It goes on only when the client has got the beginning.
  'wait.js': `const fs = require('fs'); ${HEAD} process.stdout.write('one\\n');
(function look() { fs.existsSync('../public/' + process.env.QUERY_STRING) ? process.stdout.write('two\\n') : setTimeout(look, 5); })();`,
  'nph-wait.js': `const fs = require('fs'); process.stdout.write('HTTP/1.1 200 OK\\r\\n\\r\\none\\n');
(function look() { fs.existsSync('../public/' + process.env.QUERY_STRING) ? process.stdout.write('two\\n') : setTimeout(look, 5); })();`,
  'big.js': `const fs = require('fs'); ${HEAD} const piece = Buffer.alloc(65536, 'x');
for (let i = 1; i <= ${BIG} * 16; i++) { process.stdout.write(piece); if (i % 16 === 0) fs.writeFileSync('../public/mib', String(i / 16)); }`,
  'seventeen.js': `${HEAD} for (let i = 0; i < 17 * 16; i++) process.stdout.write('x'.repeat(65536));`,
};
let site: Site;
let serving: Serving;

before(async () => {
  site = makeSite([]);
  site.write(SCRIPTS);
  writeFileSync(join(site.public, 'mib'), '0');
  serving = await startServe(site, ['--allow-write', site.public]);
});
after(async () => {
  await serving.close();
  site.remove();
});

for (const script of ['wait.js', 'nph-wait.js']) {
  test(`B01 first bytes of ${script} reach a socket while the script runs`, async () => {
    const talk = await Conversation.open(serving.port);
    talk.request(`GET /cgi-bin/${script}?${script}.go`, ['Connection: close']);
    await talk.received.waitFor(/\r\n\r\n4\r\none\n\r\n$/);
    writeFileSync(join(site.public, `${script}.go`), '');
    await talk.closed;
    assert.equal(Buffer.from(parseAnswer(talk.received.text, 'GET').body).toString(), 'one\ntwo\n');
  });
}

test('B01 first bytes reach a caller of the engine while the script runs', async () => {
  const engine = createEngine({ root: site.root, allowRead: [site.public] });
  const response = await engine.execute('wait.js', { query: 'engine.go' });
  const reader = response.body.getReader();
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'one\n');
  writeFileSync(join(site.public, 'engine.go'), '');
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'two\n');
  assert.equal((await reader.read()).done, true);
  await engine.close();
});

test('B02 a client that reads nothing holds the script, and then gets every byte', async () => {
  const talk = await Conversation.open(serving.port);
  talk.request('GET /cgi-bin/big.js', ['Connection: close']);
  await talk.received.waitFor(/\r\n\r\n/);
  talk.pause();
  const written = await stillness();
  assert.ok(written * MIB < BETWEEN, `the script has written ${written} MiB to a client that reads nothing`);
  const { peak } = memoryOf(serving.child.pid ?? 0);
  talk.resume();
  await talk.closed;
  const { body, truncated } = parseAnswer(talk.received.text, 'GET');
  assert.equal(body.length, BIG * MIB);
  assert.ok(!truncated);
  const grown = memoryOf(serving.child.pid ?? 0).peak - peak;
  assert.ok(grown < (BIG * MIB) / 2, `the server grew by ${Math.round(grown / MIB)} MiB while it sent ${BIG}`);
});

test('B02 17 MiB written at once arrive whole', async () => {
  const talk = await Conversation.open(serving.port);
  talk.request('GET /cgi-bin/seventeen.js', ['Connection: close']);
  await talk.closed;
  assert.equal(parseAnswer(talk.received.text, 'GET').body.length, 17 * MIB);
});

/** MiB the script has written once it stands still: the same number for a second, as it waits for a moment before there is a file. */
async function stillness(): Promise<number> {
  let last = -1;
  for (let same = 0; same < 10; ) {
    const now = Number(readFileSync(join(site.public, 'mib'), 'utf8'));
    same = now > 0 && now === last ? same + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return last;
}

/** Largest resident size of a process so far. */
function memoryOf(pid: number): { readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return { peak: Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024 };
}
