import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CgiError, isCgiError, type RunReport } from 'freshcgi';
import { cgi } from 'freshcgi/hono';
import { handle } from 'freshcgi/http';
import { serveNode } from 'freshcgi/node';
import { Hono } from 'hono';
import { page, scriptFolder } from './script-folder.ts';

test('output: Status, Location and repeated Set-Cookie reach the response', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': `process.stdout.write('Status: 201 Made\\r\\nLocation: /things/1\\nSet-Cookie: a=1\\nSet-Cookie: b=2\\nContent-Type: text/plain\\n\\nbody');`,
  });
  const response = await engine.execute('a.js');
  assert.equal(response.status, 201);
  assert.equal(response.statusText, 'Made');
  assert.equal(response.headers.get('location'), '/things/1');
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.equal(await response.text(), 'body');
});

test('output: the body streams while the script still runs', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`console.log('first'); setTimeout(() => console.log('second'), 300);`),
  });
  await engine.ready();
  const startedAt = performance.now();
  const response = await engine.execute('a.js');
  const reader = response.body.getReader();
  const first = await reader.read();
  assert.equal(Buffer.from(first.value ?? []).toString(), 'first\n');
  assert.ok(performance.now() - startedAt < 250, 'the first line did not wait for the second');
  assert.equal(Buffer.from((await reader.read()).value ?? []).toString(), 'second\n');
  assert.equal((await reader.read()).done, true);
});

test('output: back-pressure reaches the script, and time blocked on the client is not counted', async (t) => {
  const { engine } = scriptFolder(
    t,
    {
      'big.js': page(`
        const piece = new Uint8Array(65536).fill(120);
        for (let i = 0; i < 160; i++) { process.stdout.write(piece); }
        process.stderr.write('written');`),
    },
    // Without a file for what its reader does not take.
    { timeout: 400, maxSpool: 0 },
  );
  const response = await engine.execute('big.js');
  const reader = response.body.getReader();
  let size = (await reader.read()).value?.length ?? 0;
  // Twice the wall limit: without back-pressure the run would be over, counted as the script's own time it would be killed.
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.equal(engine.stats().running, 1, 'the script waits for its reader');
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) size += piece.value.length;
  assert.equal(size, 160 * 65_536);
  assert.equal((await response.report).stderr, 'written');
});

test('output: a slow reader of a page up to 1 MiB does not hold the worker', async (t) => {
  const { engine } = scriptFolder(t, {
    'page.js': page(`process.stdout.write('x'.repeat(1000000));`),
    'ok.js': page(`console.log('ok');`),
  });
  const slow = await engine.execute('page.js');
  assert.equal(await (await engine.execute('ok.js')).text(), 'ok\n');
  assert.equal((await slow.text()).length, 1_000_000);
});

test('output: every byte value arrives as written', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`for (let i = 0; i < 256; i++) process.stdout.write(new Uint8Array([i]));
      process.stdout.write('é€😀'); process.stdout.write(new Uint8Array(70000).fill(255));`),
  });
  const bytes = await (await engine.execute('a.js')).bytes();
  assert.deepEqual(
    [...bytes.subarray(0, 256)],
    Array.from({ length: 256 }, (_, i) => i),
  );
  assert.equal(Buffer.from(bytes.subarray(256, -70_000)).toString(), 'é€😀');
});

test('output: a client that stops reading is cut after clientIdle', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'big.js': page(`const p = new Uint8Array(65536); for (;;) process.stdout.write(p);`) },
    { clientIdle: 200 },
  );
  const response = await engine.execute('big.js');
  response.body.getReader();
  assert.equal((await response.report).code, 'CLIENT_TOO_SLOW');
});

const BROKEN: Record<string, [code: string, error: string, message: RegExp]> = {
  'nothing at all': ['', 'NO_HEADER_BLOCK', /it wrote nothing/],
  'text before the header block': [`console.log('debugging'); ${page('')}`, 'BAD_HEADER', /line 1.*console\.log/s],
  'no blank line': [`process.stdout.write('Content-Type: text/plain\\n')`, 'NO_HEADER_BLOCK', /without the blank line/],
  'an uncaught error': [`throw new Error('broken on purpose')`, 'SCRIPT_FAILED', /broken on purpose/],
  'an exit code without output': [`process.exit(3)`, 'SCRIPT_FAILED', /code 3/],
};
for (const [what, [code, error, message]] of Object.entries(BROKEN)) {
  test(`output: ${what} is a 500 that says what was wrong`, async (t) => {
    const reports: RunReport[] = [];
    const { engine } = scriptFolder(t, { 'bad.js': code }, { onReport: (report) => reports.push(report) });
    const failure = await engine.execute('bad.js').catch((reason: CgiError) => reason);
    assert.ok(isCgiError(failure));
    assert.equal(failure.code, error);
    assert.equal(failure.status, 500);
    assert.match(failure.message, message);
    assert.match(reports[0]?.warnings[0] ?? '', message);
    assert.doesNotMatch(failure.sentence, /\//, 'nothing of the host in what a client may be told');
  });
}

test('output: a failure after the header block was sent truncates the body visibly', async (t) => {
  const { engine } = scriptFolder(t, {
    'a.js': page(`process.stdout.write('part'); setTimeout(() => { throw new Error('late'); }, 20);`),
  });
  const response = await engine.execute('a.js');
  assert.equal(response.status, 200);
  await assert.rejects(response.text(), { code: 'SCRIPT_FAILED' });
});

for (const [method, status] of [
  ['HEAD', 200],
  ['POST', 204],
  ['POST', 205],
  ['GET', 304],
] as const) {
  test(`output: a ${status} to ${method} has no body, and its script does its work to the end`, async (t) => {
    const reports: RunReport[] = [];
    const header = `process.stdout.write('Status: ${status}\\nContent-Type: text/plain\\n\\n');`;
    const { engine } = scriptFolder(
      t,
      { 'a.js': `${header} setTimeout(() => { process.stdout.write('late'); process.exit(7); }, 150);` },
      { onReport: (report) => reports.push(report) },
    );
    const server = await serveNode(new Hono().all('/*', cgi({ engine, log: false })), { port: 0 });
    t.after(() => server.close());
    for (const answer of [
      () => handle(engine, new Request('http://a/a.js', { method })),
      () => fetch(`http://127.0.0.1:${server.port}/a.js`, { method }),
    ]) {
      const response = await answer();
      assert.deepEqual([response.status, await response.text(), reports.length], [status, '', 0]);
      while (reports.length === 0) await new Promise(setImmediate);
      const report = reports.pop();
      assert.deepEqual([report?.code, report?.exitCode], ['ok', 7]);
    }
  });
}

test('output: more than maxOutput ends the run', async (t) => {
  const { engine } = scriptFolder(
    t,
    { 'a.js': page(`for (;;) process.stdout.write('x'.repeat(65536));`) },
    { maxOutput: 1_000_000 },
  );
  const outcome = await engine.execute('a.js').then(
    (response) => response.report.then((report) => report.code),
    (error: CgiError) => error.code,
  );
  assert.equal(outcome, 'OUTPUT_LIMIT');
});
