import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { folderOf, startServer } from '../adapters/freshcgi-process.ts';

function childrenOf(parent: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((pid) => statusOf(pid).includes(`\nPPid:\t${parent}\n`));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

/** Gone, or dead and waiting for whoever inherited it. */
function isGone(pid: number): boolean {
  const status = statusOf(pid);
  return status === '' || /^State:\s*[ZX]/m.test(status);
}

async function until(what: string, done: () => boolean, ms: number): Promise<void> {
  for (const end = performance.now() + ms; !done(); await sleep(20))
    assert.ok(performance.now() < end, `${what} after ${ms} ms`);
}

const left = (pid: number | undefined) => readdirSync(tmpdir()).filter((name) => name.startsWith(`freshcgi-${pid}-`));

for (const [what, code] of [
  ['sits in a long built-in', 'Array(2 ** 32 - 2).reverse()'],
  ['loops', 'for (;;);'],
  ['sleeps', 'setTimeout(() => {}, 60_000)'],
] as const) {
  test(`a server killed by SIGKILL leaves no worker behind, also one that ${what}; the next start removes its files`, async (t) => {
    const folder = folderOf(t, {
      'cgi-bin/bad.js': code,
      'cgi-bin/ok.js': 'console.log("Content-Type: text/plain\\n\\nok")',
    });
    const args = [`${folder}/cgi-bin`, '--workers', '1', '--timeout', '60', '--cpu', '60', '--memory', '512'];
    const server = await startServer(t, args);
    const post = request({ port: server.port, path: '/cgi-bin/bad.js', method: 'POST', agent: false }).on(
      'error',
      () => {},
    );
    post.end(Buffer.alloc(3_000_000));
    const pid = server.child.pid ?? 0;
    // The worker that has the body is the one that runs the script.
    const holds = () =>
      left(pid).some((name) =>
        readdirSync(`${tmpdir()}/${name}`).some(
          (entry) => entry.startsWith('worker-') && readdirSync(`${tmpdir()}/${name}/${entry}`).length > 0,
        ),
      );
    await until('no run', holds, 5000);
    const workers = childrenOf(pid);
    assert.ok(workers.length > 0);
    server.child.kill('SIGKILL');
    await until(
      `${workers.filter((worker) => !isGone(worker)).length} workers live`,
      () => workers.every(isGone),
      5000,
    );
    const next = await startServer(t, args);
    assert.equal(await (await fetch(`${next.url}ok.js`)).text(), 'ok\n');
    assert.deepEqual(left(pid), []);
  });
}
