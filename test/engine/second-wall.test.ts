import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { outermost } from '../../engine/pool/worker-arguments.ts';
import { page, scriptFolder } from './script-folder.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist');
const PID = page('console.log(process.pid)');

/**
 * Runs in the worker's own realm: a process with a worker's flags, that has started its guard as a worker does. Each line tries
 * something that code which broke out of the sandbox would try, and answers the code of the refusal.
 */
const PROBE = `
import * as fs from 'node:fs';
import { spawnSync, fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { connect } from 'node:net';
import dns from 'node:dns';
import inspector from 'node:inspector';
const { startGuard } = await import(process.argv[2] + '/guard.js');
startGuard(process.ppid);
const { giveUpRights } = await import(process.argv[2] + '/rights.js');
giveUpRights();
const at = JSON.parse(process.argv[3]);
const refused = (f) => { try { f(); return 'allowed'; } catch (error) { return error.code ?? error.message; } };
const outcome = {
  environment: Object.keys(process.env).filter((name) => name !== 'TZ').join(),
  granted: refused(() => fs.readFileSync(at.root + '/page.txt')),
  folder: refused(() => fs.readdirSync(at.root)),
  nested: refused(() => fs.writeFileSync(at.root + '/data/new', 'x')),
  own: refused(() => fs.readFileSync(at.spool + '/worker-1/body-1')),
  outside: refused(() => fs.readFileSync('/etc/passwd')),
  stat: refused(() => fs.statSync('/etc/passwd')),
  list: refused(() => fs.readdirSync('/')),
  ownEnvironment: refused(() => fs.readFileSync('/proc/self/environ')),
  parentEnvironment: refused(() => fs.readFileSync('/proc/' + process.ppid + '/environ')),
  otherBody: refused(() => fs.readFileSync(at.spool + '/worker-2/body-2')),
  spool: refused(() => fs.readdirSync(at.spool)),
  write: refused(() => fs.writeFileSync(at.root + '/new', 'x')),
  script: refused(() => fs.appendFileSync(at.root + '/page.txt', 'x')),
  link: refused(() => fs.symlinkSync('/etc', at.root + '/data/out')),
  child: refused(() => { const { error } = spawnSync('/bin/true'); if (error) throw error; }),
  fork: refused(() => fork('/x.js')),
  thread: refused(() => new Worker('', { eval: true })),
  addon: refused(() => process.dlopen({ exports: {} }, at.addons + '/isolated-vm.abi' + process.versions.modules + '.glibc.node')),
  inspect: refused(() => inspector.open(0)),
  import: await import('/etc/hostname').then(() => 'allowed', (error) => error.code),
  connect: await new Promise((resolve) => { try { connect(1, '127.0.0.1').on('error', (error) => resolve(error.code)); } catch (error) { resolve(error.code); } }),
};
console.log(JSON.stringify(outcome));
process.exit(0);
`;

const DENIED = 'ERR_ACCESS_DENIED';
const EXPECTED = {
  environment: '',
  granted: 'allowed',
  folder: 'allowed',
  nested: 'allowed',
  own: 'allowed',
  outside: DENIED,
  stat: DENIED,
  list: DENIED,
  ownEnvironment: DENIED,
  parentEnvironment: DENIED,
  otherBody: DENIED,
  spool: DENIED,
  write: DENIED,
  script: DENIED,
  link: DENIED,
  child: DENIED,
  fork: DENIED,
  thread: DENIED,
  addon: DENIED,
  inspect: DENIED,
  import: DENIED,
  connect: DENIED,
};

function nodes(): Array<[version: string, node: string]> {
  const oldest = join(import.meta.dirname, '..', 'runtime-24', 'node_modules', '.bin', 'node');
  return [['this Node', process.execPath], ...(existsSync(oldest) ? [['Node 24', oldest] as [string, string]] : [])];
}

for (const [version, node] of nodes()) {
  test(`second wall, ${version}: code in the worker's own realm reaches nothing but the grants`, async (t) => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-wall-')));
    t.after(() => rmSync(base, { recursive: true }));
    const [root, spool] = [join(base, 'root'), join(base, 'spool')];
    for (const folder of [join(root, 'data'), join(spool, 'worker-1'), join(spool, 'worker-2')])
      mkdirSync(folder, { recursive: true });
    writeFileSync(join(root, 'page.txt'), 'page');
    writeFileSync(join(spool, 'worker-1', 'body-1'), 'mine');
    writeFileSync(join(spool, 'worker-2', 'body-2'), 'of another run');
    writeFileSync(join(base, 'probe.mjs'), PROBE);
    // The compiled file: it knows where it lies.
    const { workerArguments } = (await import(
      join(DIST, 'engine', 'pool', 'worker-arguments.js')
    )) as typeof import('../../engine/pool/worker-arguments.ts');
    const settings = { root, allowRead: [], allowWrite: [join(root, 'data')], spoolFolder: join(spool, 'worker-1') };
    // Of the settings only folders become flags.
    const flags = workerArguments(settings as unknown as Parameters<typeof workerArguments>[0]).slice(0, -2);
    const addons = join(
      realpathSync(join(DIST, '..', 'node_modules')),
      'isolated-vm',
      'prebuilds',
      `linux-${process.arch}`,
    );
    const input = [join(DIST, 'engine', 'worker'), JSON.stringify({ root, spool, addons })];
    const { stdout, stderr } = spawnSync(
      node,
      [...flags, `--allow-fs-read=${base}/probe.mjs`, join(base, 'probe.mjs'), ...input],
      { env: {}, cwd: '/', timeout: 20_000 },
    );
    const outcome = JSON.parse(String(stdout) || `{"stderr":${JSON.stringify(String(stderr))}}`) as Record<
      string,
      string
    >;
    // Node 24 has no part for the network, and SECURITY.md says so.
    const connect = outcome['connect'] === 'ECONNREFUSED' && version === 'Node 24' ? 'ECONNREFUSED' : DENIED;
    assert.deepEqual(outcome, { ...EXPECTED, connect });
  });
}

test('outermost: a folder inside another granted one is not granted again, a file beside it is', () => {
  assert.deepEqual(outermost(['/a/b/c', '/a/b', '/a/bc', '/x/y.txt', '/a/b/c/d', '/a/b']), [
    '/a/b',
    '/a/bc',
    '/x/y.txt',
  ]);
  assert.deepEqual(outermost(['/', '/a']), ['/']);
});

test('a worker inherits nothing: empty environment, no descriptors but its pipes, cwd /', async (t) => {
  process.env['FRESHCGI_TEST_SECRET'] = 'secret';
  t.after(() => delete process.env['FRESHCGI_TEST_SECRET']);
  const { engine } = scriptFolder(t, { 'pid.js': PID });
  const pid = Number(await (await engine.execute('pid.js')).text());
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .filter((entry) => entry !== '' && !entry.startsWith('TZ='));
  assert.deepEqual(environment, []);
  const own = new Set(readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`)));
  const shared = readdirSync(`/proc/${pid}/fd`)
    .map((fd) => linkOf(`/proc/${pid}/fd/${fd}`))
    .filter((link) => own.has(link) && /^(?:socket|pipe):|^\//.test(link) && link !== '/dev/null');
  assert.deepEqual(shared, []);
});

test('scripts list and read a root that has a granted folder inside', async (t) => {
  const { root, engine } = scriptFolder(
    t,
    {
      'list.js': page(
        `const fs = require('fs'); console.log(fs.readdirSync(__dirname).join()); fs.writeFileSync(__dirname + '/data/x', 'x'); console.log(fs.statSync(__dirname).isDirectory());`,
      ),
      'data/.keep': '',
    },
    {},
  );
  await engine.close();
  const { createEngine } = await import('freshcgi');
  const nested = createEngine({ root, allowWrite: [join(root, 'data')] });
  t.after(() => nested.close());
  assert.equal(await (await nested.execute('list.js')).text(), 'data,list.js\ntrue\n');
});

test('a link that lies inside the root and leads out opens nothing', async (t) => {
  const { root, engine } = scriptFolder(t, {
    'read.js': page(
      `try { console.log(require('fs').readFileSync(__dirname + '/out')) } catch (error) { console.log(error.code) }`,
    ),
  });
  symlinkSync('/etc/passwd', join(root, 'out'));
  assert.equal(await (await engine.execute('read.js')).text(), 'EACCES\n');
});

test('uid and gid: workers run as that user, with spooled bodies', {
  skip: process.getuid?.() !== 0 && 'needs root',
}, async (t) => {
  const { root, engine } = scriptFolder(
    t,
    { 'body.js': page(`console.log(process.pid, require('fs').readFileSync(0).length)`) },
    { uid: 65_534, gid: 65_534 },
  );
  chmodSync(root, 0o755);
  const text = await (await engine.execute('body.js', { method: 'POST', body: new Uint8Array(3_000_000) })).text();
  const [pid, size] = text.split(' ').map(Number);
  assert.equal(size, 3_000_000);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  assert.match(status, /^Uid:\t65534\t65534\t65534\t65534$/m);
  assert.match(status, /^Gid:\t65534\t65534\t65534\t65534$/m);
  assert.match(status, /^Groups:\s*$/m);
});

test('uid without gid, or by another user than root, is refused', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-e', `import('freshcgi').then(({ createEngine }) => createEngine({ root: '/tmp', uid: 1 }))`],
    { cwd: join(DIST, '..') },
  );
  assert.notEqual(status, 0);
  assert.match(String(stderr), /Cannot use option "gid": it must be a number, uid and gid both/);
});

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
