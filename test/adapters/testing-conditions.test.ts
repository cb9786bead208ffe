// The conditions a test may put a script under: clock, seed, a body in pieces; and what its report then tells.
import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runScript } from 'freshcgi/testing';
import { folderOf } from './freshcgi-process.ts';

test('runScript: a fixed clock and seeded random numbers, the script otherwise as it was', async (t) => {
  const folder = folderOf(t, {
    'now.js': `#!/usr/bin/env node
'use strict';
console.log('Content-Type: application/json\\n');
console.log(JSON.stringify([
  new Date(), Date.now(), new Date(0), Date().slice(0, 15), Math.random(), Math.random(), require.main === module, __filename,
  new Date() instanceof Date, new (class extends Date {})().getTime(), new Error().stack.split('\\n')[1].match(/\\d+:/)[0], (function () { return this === undefined; })(),
]));`,
  });
  const init = { clock: '2026-01-02T03:04:05Z', seed: 7, root: folder };
  const at = Date.parse('2026-01-02T03:04:05Z');
  const values = (await (await runScript('now.js', init)).json()) as unknown[];
  assert.deepEqual(values.slice(0, 4), [
    '2026-01-02T03:04:05.000Z',
    at,
    '1970-01-01T00:00:00.000Z',
    new Date(at).toString().slice(0, 15),
  ]);
  assert.notEqual(values[4], values[5]);
  assert.deepEqual(values.slice(6), [true, join(folder, 'now.js'), true, at, '6:', true]);
  assert.deepEqual(await (await runScript('now.js', init)).json(), values);
  const other = (await (await runScript('now.js', { ...init, seed: 8 })).json()) as unknown[];
  assert.notEqual(other[4], values[4]);
});

test('runScript: a fixed clock and seeded numbers hold for modules, too, and for every way to ask for them', async (t) => {
  const folder = folderOf(t, {
    'lib.mjs': 'export const loadedAt = Date.now(), first = Math.random();',
    'all.mjs': `
      import crypto, { randomBytes, randomUUID } from 'node:crypto';
      import { loadedAt, first } from './lib.mjs';
      const utc = new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' });
      const later = await new Promise((done) => crypto.randomBytes(4, (_, bytes) => done(bytes.toString('hex'))));
      const times = [loadedAt, Date.now(), utc.format(), utc.formatToParts().map(({ value }) => value).join(''), new Date().toISOString(),
        typeof Temporal === 'object' ? Temporal.Now.instant().epochMilliseconds : Date.now()];
      const random = [first, Math.random(), randomBytes(8).toString('hex'), randomUUID(), crypto.randomInt(1e6), crypto.randomInt(5, 6), later,
        globalThis.crypto.randomUUID(), [...globalThis.crypto.getRandomValues(new Uint8Array(4))], [...crypto.randomFillSync(new Uint16Array(4), 1, 2)]];
      let refused; try { crypto.randomInt(5, 1); } catch ({ code }) { refused = code; }
      const started = performance.now();
      await new Promise((done) => setTimeout(done, 5));
      const waited = performance.now() - started > 4;
      console.log('Content-Type: application/json\\n\\n' + JSON.stringify({ times, random, refused, waited }));`,
  });
  const at = Date.parse('2026-01-02T03:04:05Z');
  const run = async (seed: number) =>
    (await (await runScript('all.mjs', { clock: at, seed, root: folder })).json()) as Record<string, unknown[]>;
  const [one, again, other] = [await run(1), await run(1), await run(2)];
  const text = (one['times'] ?? [])[2];
  assert.match(String(text), /^1\/2\/26, 3:04:05\sAM$/);
  assert.deepEqual(one['times'], [at, at, text, text, '2026-01-02T03:04:05.000Z', at]);
  assert.deepEqual([one['refused'], one['waited']], ['ERR_OUT_OF_RANGE', true]);
  assert.deepEqual(again, one);
  const same = one['random']?.filter((value, i) => JSON.stringify(value) === JSON.stringify(other['random']?.[i]));
  assert.deepEqual(same, [5], 'only the number between 5 and 6');
  const [, , , uuid, , , , webUuid, , filled] = one['random'] as [
    unknown,
    unknown,
    unknown,
    string,
    unknown,
    unknown,
    unknown,
    string,
    unknown,
    number[],
  ];
  for (const id of [uuid, webUuid])
    assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.deepEqual([filled[0], filled[3]], [0, 0]);
});

test('runScript: a clock changes nothing about which files are scripts', async (t) => {
  const folder = folderOf(t, {
    'notes.txt': '1',
    'sub/x.js': `console.log('Content-Type: text/plain\\n\\n' + process.env.PATH_INFO);`,
  });
  for (const name of ['notes.txt', '../x.js']) {
    const refusals = await Promise.all(
      [{}, { clock: 0 }].map((more) =>
        runScript(name, { root: folder, ...more }).then(
          ({ error }) => error?.code,
          ({ code }) => code,
        ),
      ),
    );
    assert.equal(refusals[0], refusals[1]);
    assert.notEqual(refusals[0], undefined);
  }
});

test('runScript: the script reads the pieces of a body one at a time; one that breaks off is a body aborted', async () => {
  const source = `
    const chunks = [];
    process.stdin.setEncoding('utf8').on('data', (chunk) => chunks.push(chunk));
    process.stdin.on('end', () => console.log('Content-Type: application/json\\n\\n' + JSON.stringify([process.env.CONTENT_LENGTH, ...chunks])));`;
  const euro = new TextEncoder().encode('\u20ac');
  const result = await runScript({ source }, { body: ['name=', 'A', euro.subarray(0, 1), euro.subarray(1), 'da'] });
  assert.deepEqual(await result.json(), ['11', 'name=', 'A', '\u20ac', 'da']);
  async function* broken() {
    yield 'half';
    throw new Error('gone');
  }
  const aborted = await runScript({ source }, { body: broken() });
  assert.deepEqual([aborted.status, aborted.error?.code], [400, 'BODY_ABORTED']);
});

test('runScript: the report tells what the run used', async (t) => {
  const folder = realpathSync(
    folderOf(t, { 'x.js': `require('os'); process.env.STAGE; console.log('Content-Type: text/plain\\n');` }),
  );
  const { report } = await runScript('x.js', { root: folder });
  assert.deepEqual(report.touched, { env: ['STAGE'], read: [], written: [], modules: [join(folder, 'x.js'), 'os'] });
  assert.equal((await runScript('x.js', { root: folder, trace: false })).report.touched, undefined);
});
