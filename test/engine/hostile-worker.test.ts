import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCgiError } from 'freshcgi';
import { withLiars } from './liars.ts';

/** What it sends, and the status that its run is then answered with. */
const LIES: Record<string, [code: string, status: number]> = {
  'bytes that are no record': [`send(Buffer.alloc(1000, 0xff));`, 502],
  'a record of an unknown type': [`send(record(55, 1));`, 502],
  'output of another run': [`send(record(STDOUT, 2, 'Content-Type: text/plain\\n\\nforeign'));`, 502],
  'the end without a report': [`send(record(END, 1));`, 502],
  'a report that is no JSON': [`send(record(REPORT, 1, 'nonsense'), record(END, 1));`, 502],
  'a report that is null': [`send(record(REPORT, 1, 'null'), record(END, 1));`, 502],
  'a report with a code of its own': [`send(record(REPORT, 1, report({ code: 'constructor' })), record(END, 1));`, 502],
  'reports without end': [`for (;;) send(record(REPORT, 1, ' '.repeat(60000)));`, 502],
  'that it is ready, again and again': [`for (;;) send(record(READY, 0));`, 502],
  'output without content, without end': [
    `const many = Buffer.concat(Array(8192).fill(record(STDOUT, 1))); for (;;) send(many);`,
    504,
  ],
  'stderr without content, without end': [
    `const many = Buffer.concat(Array(8192).fill(record(STDERR, 1))); for (;;) send(many);`,
    504,
  ],
  'reports without content, without end': [
    `const many = Buffer.concat(Array(8192).fill(record(REPORT, 1))); for (;;) send(many);`,
    504,
  ],
  'a report that says there is no such script': [
    `send(record(REPORT, 1, report({ code: 'SCRIPT_NOT_FOUND' })), record(END, 1));`,
    502,
  ],
  'its own death, and leaves a child with its pipes': [
    `require('child_process').spawn('/bin/sleep', ['3'], { stdio: ['ignore', 'ignore', 'inherit', 'inherit', 'inherit', 'inherit'], detached: true }).unref(); setTimeout(() => process.exit(1), 300);`,
    502,
  ],
  'that it has not begun a run that never waited': [`send(record(END, 1, '\\0\\0\\0\\0\\x01\\0\\0\\0'));`, 502],
  'a request to be aborted': [`send(record(ABORT, 1));`, 502],
  'a forged report of numbers that are none': [
    `send(record(STDOUT, 1, 'Content-Type: text/plain\\n\\n'), record(REPORT, 1, '{"code":"ok","exitCode":0,"cpuMs":1e999,"compiled":-5,"stderrBytes":"x","limit":{"name":1},"__proto__":{"polluted":1}}'), record(END, 1)); setInterval(() => {}, 1e6);`,
    200,
  ],
  'stderr without end': [`for (;;) send(record(STDERR, 1, 'e'.repeat(60000)));`, 504],
  'half a header block, and then nothing': [
    `send(record(STDOUT, 1, 'Content-Type: te')); setInterval(() => {}, 1e6);`,
    504,
  ],
  'its own death': [`process.kill(process.pid, 'SIGSEGV');`, 502],
  'a second run after the end': [
    `send(record(STDOUT, 1, 'Content-Type: text/plain\\n\\n'), record(REPORT, 1, report()), record(END, 1), record(STDOUT, 2, 'Content-Type: text/plain\\n\\nforeign')); setInterval(() => {}, 1e6);`,
    200,
  ],
};

for (const [what, [code, status]] of Object.entries(LIES)) {
  test(`a worker that sends ${what}: its run is answered ${status}, the host lives, the next worker serves`, async (t) => {
    const memory = process.memoryUsage.rss();
    const engine = await withLiars(t, code, async (liars) => {
      const ended = await liars.execute('ok.js').then(
        async (response) => ({ status: response.status, text: await response.text() }),
        (error: unknown) =>
          isCgiError(error) ? { status: error.status, text: error.sentence } : assert.fail(String(error)),
      );
      assert.equal(ended.status, status, ended.text);
      assert.doesNotMatch(ended.text, /foreign/);
    });
    assert.ok(process.memoryUsage.rss() - memory < 100 * 2 ** 20, 'memory of the host');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    // The spare was a liar, too.
    let text = '';
    for (let i = 0; i < 10 && text !== 'ok\n'; i++)
      text = await engine
        .execute('ok.js')
        .then((response) => response.text())
        .catch(() => '');
    assert.equal(text, 'ok\n');
  });
}

test('a worker that says a run has ended of which it has not read all: what it does not read does not pile up', async (t) => {
  const end = `send(record(STDOUT, 1, 'Content-Type: text/plain\\n\\n'), record(REPORT, 1, report()), record(END, 1)); setInterval(() => {}, 1e6);`;
  await withLiars(t, end, async (engine) => {
    const body = Buffer.alloc(1_048_576);
    const { report } = await engine.execute('ok.js', { method: 'POST', body });
    assert.equal((await report).code, 'WORKER_DIED');
  });
});

test('a worker that never says that it has not begun a run that was taken back: what it does not read does not pile up', async (t) => {
  // Quick ten times; the eleventh run is held until the one behind it was taken back. From then on it reads nothing and ends run after run.
  const code = `
    const { Socket } = require('net');
    let id = 12;
    onRun((run) => {
      if (run < 11) return answer(run);
      if (run !== id) return;
      for (const handle of process._getActiveHandles()) if (handle instanceof Socket) handle.pause();
      setTimeout(() => { answer(11); setInterval(() => answer(++id), 30); }, 100);
    });`;
  await withLiars(t, code, async (engine) => {
    for (let i = 1; i < 11; i++) await (await engine.execute('ok.js')).text();
    const first = Promise.all(
      [engine.execute('ok.js'), engine.execute('ok.js')].map((one) => one.catch(() => undefined)),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const body = Buffer.alloc(1_048_576);
    const rest = Array.from({ length: 10 }, () =>
      engine.execute('ok.js', { method: 'POST', body }).then(
        async ({ report }) => (await report).code,
        ({ code }) => code,
      ),
    );
    await first;
    assert.ok((await Promise.all(rest)).includes('WORKER_DIED'));
  });
});
