import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import fs, {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Body, Spool } from '../../engine/pool/spool.ts';

const parent = mkdtempSync(join(tmpdir(), 'freshcgi-test-spool-'));
after(() => rmSync(parent, { recursive: true }));

async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i++) yield new Uint8Array(size).fill(i);
}

test('Spool.take: a source of strings, as a Node stream with an encoding is, is refused before a worker has it', async () => {
  const spool = new Spool(parent, 1e9);
  for (const first of [[], [new Uint8Array(2_000_000)]]) {
    const source = (async function* () {
      yield* first;
      yield 'text' as unknown as Uint8Array; // what the types do not hold back
    })();
    await assert.rejects(spool.take(source, 1e9), {
      code: 'BAD_OPTION',
      message: /a piece of it is no bytes but string$/,
    });
  }
  assert.equal(spool.total, 0);
});

test('Spool.take: a body of many chunks is byte-exact and leaves no listener behind', async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  const spool = new Spool(parent, 1e9);
  const body = await spool.take(chunks(60, 100_000), 1e9);
  assert.equal(body.size, 6_000_000);
  assert.equal(spool.total, 6_000_000);
  const folder = spool.workerFolder();
  const bytes = readFileSync(join(folder, body.moveTo(folder)));
  assert.deepEqual([bytes[0], bytes[3_050_000], bytes[5_999_999]], [0, 30, 59]);
  body.dispose();
  assert.equal(spool.total, 0);
  await new Promise(setImmediate);
  process.off('warning', listen);
  assert.deepEqual(warnings, []);
  spool.close();
});

test('Spool.take: a body that comes byte by byte takes the memory of its bytes', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const source = async function* () {
    collect();
    const before = process.memoryUsage().heapUsed;
    yield* chunks(300_000, 1);
    // Not yet at its end, where it could still be joined.
    collect();
    const grown = (process.memoryUsage().heapUsed - before) / 300_000;
    assert.ok(grown < 10, `${grown} bytes for each`);
  };
  const body = await new Spool(parent, 1e9).take(source(), 1e9);
  assert.equal(body.size, 300_000);
  assert.deepEqual(Buffer.concat(body.chunks ?? []).subarray(0, 3), Buffer.from([0, 1, 2]));
});

test('Spool.take: a file that cannot be written rejects and does not end the process', async () => {
  const spool = new Spool(parent, 1e9);
  const folder = spool.workerFolder();
  // Something stands already where the first body's file is to be made.
  writeFileSync(join(folder, '..', 'body-1'), '');
  await assert.rejects(spool.take(chunks(60, 100_000), 1e9), { code: 'EEXIST' });
  spool.close();
});

test('Spool: what dead processes left is removed at the next start, nothing else is', () => {
  const folder = mkdtempSync(join(parent, 'sweep-'));
  const start = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ')[19];
  const gone = ['freshcgi-4194305-77-aaaaaa', `freshcgi-${process.pid}-${Number(start) - 1}-bbbbbb`];
  const kept = [`freshcgi-${process.pid}-${start}-cccccc`, 'freshcgi-notes', 'freshcgi-4194305-77-link', 'other'];
  for (const name of [...gone, ...kept].filter((name) => !name.endsWith('link'))) {
    mkdirSync(join(folder, name, 'worker-1'), { recursive: true });
    writeFileSync(join(folder, name, 'worker-1', 'body-1'), 'x');
  }
  // Put there by somebody who wants another folder to be emptied.
  symlinkSync(join(folder, 'other'), join(folder, 'freshcgi-4194305-77-link'));
  const spool = new Spool(folder, 1e9);
  spool.workerFolder();
  assert.deepEqual(
    [gone.map((name) => existsSync(join(folder, name))), kept.map((name) => existsSync(join(folder, name)))],
    [[false, false], kept.map(() => true)],
  );
  assert.ok(existsSync(join(folder, 'other', 'worker-1', 'body-1')));
  spool.close();
});

test('Spool: a folder of another user stays, and does not keep the engine from starting', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, () => {
  const folder = mkdtempSync(join(parent, 'sweep-'));
  const foreign = join(folder, 'freshcgi-4194305-77-aaaaaa');
  mkdirSync(foreign);
  chownSync(foreign, 65_534, 65_534);
  const spool = new Spool(folder, 1e9);
  spool.workerFolder();
  assert.ok(existsSync(foreign));
  spool.close();
});

test('Spool: a body is given to its worker so that no file of another can be put in its place', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, async (t) => {
  const victim = join(mkdtempSync(join(parent, 'victim-')), 'root-only');
  writeFileSync(victim, '');
  const spool = new Spool(parent, 1e9, { uid: 65_534, gid: 65_534 });
  const folder = spool.workerFolder();
  // It gets through to its own folder, and cannot list what else lies there.
  assert.deepEqual([statSync(join(folder, '..')).mode & 0o777, statSync(folder).uid], [0o711, 65_534]);
  const body = await spool.take(chunks(20, 100_000), 1e9);
  // A worker that was taken over and watches its folder is quick.
  const { renameSync } = fs;
  t.mock.method(fs, 'renameSync', (from: string, to: string) => {
    renameSync(from, to);
    assert.equal(statSync(to).uid, 65_534);
    rmSync(to);
    symlinkSync(victim, to);
  });
  syncBuiltinESMExports();
  body.moveTo(folder);
  t.mock.restoreAll();
  syncBuiltinESMExports();
  assert.equal(statSync(victim).uid, 0);
  spool.close();
});

test('Spool: all bodies together have a cap, and one that is refused leaves nothing behind', async () => {
  const spool = new Spool(parent, 5_000_000);
  const first = await spool.take(chunks(30, 100_000), 1e9);
  await assert.rejects(spool.take(chunks(30, 100_000), 1e9), { code: 'SPOOL_FULL', status: 503 });
  assert.equal(spool.total, 3_000_000);
  first.dispose();
  (await spool.take(chunks(30, 100_000), 1e9)).dispose();
  assert.equal(spool.total, 0);
  spool.close();
});

test('Spool: folders are for their owner only, a body is only where its worker may read', async () => {
  const spool = new Spool(parent, 1e9);
  const [mine, other] = [spool.workerFolder(), spool.workerFolder()];
  const body = await spool.take(chunks(20, 100_000), 1e9);
  const name = body.moveTo(mine);
  assert.deepEqual(
    [statSync(mine).mode & 0o777, statSync(join(mine, name)).mode & 0o777, existsSync(join(other, name))],
    [0o700, 0o600, false],
  );
  spool.close();
});

test('Spool: short bodies stay in memory only up to 64 MiB together, then they go to files', async () => {
  const spool = new Spool(parent, 1e9);
  // The second time as the first, though a body may be disposed of twice.
  for (const time of ['first', 'second']) {
    const bodies: Body[] = [];
    for (let i = 0; i < 80; i++) bodies.push(await spool.take(chunks(10, 100_000), 1e9));
    const held = bodies.filter(({ chunks }) => chunks !== undefined).length;
    assert.ok(held >= 60 && held <= 67, `${held} in memory, ${time} time`);
    assert.equal(spool.total, (80 - held) * 1_000_000);
    for (const body of bodies) {
      body.dispose();
      if (body.chunks !== undefined) body.dispose();
    }
  }
  spool.close();
});

test('Spool: a body refused before its file was even made leaves no file', async () => {
  const spool = new Spool(parent, 10);
  const folder = join(spool.workerFolder(), '..');
  await assert.rejects(spool.take(new Uint8Array(2_000_000), 1e9), { code: 'SPOOL_FULL' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(readdirSync(folder), ['worker-1']);
  spool.close();
});

for (const [why, code, limit, maxTotal] of [
  ['is longer than allowed', 'BODY_TOO_LARGE', 1_500_000, 1e9],
  ['finds no room', 'SPOOL_FULL', 1e9, 10],
  ['holds a piece that is no bytes', 'BAD_OPTION', 1e9, 1e9],
] as const) {
  test(`Spool.take: the source of a body that ${why} is told so`, async () => {
    let isStopped = false;
    const source = (async function* () {
      try {
        for (let i = 0; i < 10; i++) yield new Uint8Array(300_000);
        yield 'text' as unknown as Uint8Array; // what the types do not hold back
      } finally {
        isStopped = true;
      }
    })();
    await assert.rejects(new Spool(parent, maxTotal).take(source, limit), { code });
    assert.equal(isStopped, true);
  });
}

test('Spool.take: a client that leaves ends the reading of its body, and no listener stays', async () => {
  const spool = new Spool(parent, 1e9);
  const leaving = new AbortController();
  const { promise: endless, resolve } = Promise.withResolvers<void>();
  let isStopped = false;
  const source = (async function* () {
    try {
      yield new Uint8Array(2_000_000);
      await endless;
      yield new Uint8Array(1);
    } finally {
      isStopped = true;
    }
  })();
  const taken = assert.rejects(spool.take(source, 1e9, leaving.signal), { code: 'CLIENT_GONE' });
  while (spool.total === 0) await new Promise(setImmediate);
  leaving.abort();
  await taken;
  assert.equal(getEventListeners(leaving.signal, 'abort').length, 0);
  // Its file is gone as soon as the source lets go of it.
  resolve();
  while (!isStopped || spool.total > 0) await new Promise(setImmediate);
  await assert.rejects(spool.take(chunks(1, 1), 1e9, leaving.signal), { code: 'CLIENT_GONE' });
  spool.close();
});
