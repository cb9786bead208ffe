// F05, F06, F07, R14, P06: several requests at once and one worker. An app on a real socket in this process, so that its engine can be asked.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createEngine, type Engine } from 'freshcgi';
import { cgi } from 'freshcgi/hono';
import { type NodeServer, serveNode } from 'freshcgi/node';
import { Hono } from 'hono';
import { Conversation } from './conversation.ts';
import { makeSite, type Site } from './site.ts';

const HEAD = `process.stdout.write('Content-Type: text/plain\\n\\n');`;
const SCRIPTS = {
  // Runs until the test says so.
  'hold.js': `const fs = require('fs'); const name = '../public/' + process.env.QUERY_STRING;
fs.writeFileSync(name + '.started', ''); (function look() { fs.existsSync(name) ? ${HEAD.slice(0, -1)} : setTimeout(look, 5); })();`,
  'silent.js': `require('fs').writeFileSync('../public/silent.started', ''); setInterval(() => {}, 1000);`,
  'busy.js': `require('fs').writeFileSync('../public/busy.started', ''); for (;;);`,
  'hog.js': `const a = []; for (;;) a.push(new Array(10000).fill(Math.random()));`,
  'ok.js': `${HEAD} process.stdout.write('ok');`,
  'chain.js': `const n = Number(process.env.QUERY_STRING);
process.stdout.write(n > 0 ? 'Location: /cgi-bin/chain.js?' + (n - 1) + '\\n\\n' : 'Content-Type: text/plain\\n\\nend');`,
  'interleaved.js': `(async () => { const from = Date.now(); const seen = new Set(); const body = require('fs').readFileSync(0, 'utf8');
for (let i = 0; i < 20; i++) { await new Promise((go) => setTimeout(go, 1)); seen.add(process.env.QUERY_STRING + body); }
${HEAD} process.stdout.write(JSON.stringify({ from, to: Date.now(), seen: [...seen] })); })();`,
};
let site: Site;
let engine: Engine;
let server: NodeServer;

before(async () => {
  site = makeSite([]);
  site.write(SCRIPTS);
  engine = createEngine({ root: site.root, queue: 20, memory: 32, timeout: 20_000, allowWrite: [site.public] });
  const app = new Hono();
  app.all('/cgi-bin/*', cgi({ engine, app, log: false }));
  server = await serveNode(app, { port: 0 });
});
after(async () => {
  await server.close();
  await engine.close();
  site.remove();
});

/** Waits for what must come about by itself, at every turn of the event loop. */
async function until(what: string, isSo: () => boolean, ms = 5000): Promise<void> {
  const end = performance.now() + ms;
  while (!isSo()) {
    if (performance.now() > end) assert.fail(`${what}: not within ${ms} ms, ${JSON.stringify(engine.stats())}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const mark = (name: string) => join(site.public, name);

async function get(target: string): Promise<Conversation> {
  const talk = await Conversation.open(server.port);
  talk.request(`GET /cgi-bin/${target}`, ['Connection: close']);
  return talk;
}

async function answerTo(target: string): Promise<string> {
  const talk = await get(target);
  await talk.closed;
  return talk.received.text;
}

test('F06 a full queue answers 503 with Retry-After, and those in it are answered', async () => {
  const holding = answerTo('hold.js?f06');
  await until('it runs', () => existsSync(mark('f06.started')));
  const waiting = Array.from({ length: 20 }, () => answerTo('ok.js'));
  await until('they wait', () => engine.stats().queued === 20);
  assert.match(await answerTo('ok.js'), /^HTTP\/1\.1 503 [\s\S]*\r\nRetry-After: \d+\r\n/i);
  writeFileSync(mark('f06'), '');
  assert.match(await holding, /^HTTP\/1\.1 200 /);
  for (const answer of await Promise.all(waiting)) assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*ok$/);
});

test('F07 a client that leaves the queue is never served', async () => {
  const holding = answerTo('hold.js?f07');
  await until('it runs', () => existsSync(mark('f07.started')));
  const leaving = await get('hold.js?f07-never');
  await until('it waits', () => engine.stats().queued === 1);
  leaving.leave();
  await until('its place is free', () => engine.stats().queued === 0);
  writeFileSync(mark('f07'), '');
  await holding;
  assert.match(await answerTo('ok.js'), /ok$/);
  assert.ok(!existsSync(mark('f07-never.started')));
});

for (const script of ['silent', 'busy']) {
  test(`F07 a client that leaves a ${script} script frees the worker`, async () => {
    const leaving = await get(`${script}.js`);
    await until('it runs', () => existsSync(mark(`${script}.started`)));
    leaving.leave();
    await until('the worker is free', () => engine.stats().running === 0);
    assert.match(await answerTo('ok.js'), /ok$/);
  });
}

test('F05 a script that eats memory does not touch those who wait behind it', async () => {
  const answers = await Promise.all(['hog.js', 'ok.js', 'ok.js', 'ok.js'].map(answerTo));
  assert.match(answers[0] ?? '', /^HTTP\/1\.1 500 /);
  for (const answer of answers.slice(1)) assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*ok$/);
});

test('R14 chains of local redirects do not wait for each other on one worker', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => answerTo(`chain.js?${i}`)));
  for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*end$/);
  assert.equal(engine.stats().workers.busy, 0);
});

test('P06 runs on one worker never overlap, nor do their environments and bodies', async () => {
  const names = Array.from({ length: 6 }, (_, i) => `q${i}`);
  const runs = await Promise.all(
    names.map(async (query) => {
      const answer = await engine.execute('interleaved.js', { method: 'POST', query, body: `+body of ${query}` });
      return JSON.parse(await answer.text()) as { from: number; to: number; seen: string[] };
    }),
  );
  assert.deepEqual(
    runs.map(({ seen }) => seen),
    names.map((name) => [`${name}+body of ${name}`]),
  );
  const inOrder = runs.toSorted((a, b) => a.from - b.from);
  for (const [i, { from }] of inOrder.entries()) assert.ok(from >= (inOrder[i - 1]?.to ?? 0), 'two runs overlap');
});
