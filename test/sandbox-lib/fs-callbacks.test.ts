import { test } from 'node:test';
import { type Calls, oracle } from './fs-oracle.ts';

/** What a callback is given, all arguments. */
function called(start: (done: (...args: unknown[]) => void) => void): Promise<unknown[]> {
  return new Promise((resolve) => start((...args) => resolve(args)));
}

const CALLBACKS: Record<string, Calls> = {
  access: (fs, at) => called((done) => fs.access(at('text.txt'), done)),
  'access none': (fs, at) => called((done) => fs.access(at('none'), 4, done)),
  'access no callback': (fs, at) => (fs.access as unknown as (path: string) => void)(at('none')),
  exists: (fs, at) => called((done) => fs.exists(at('text.txt'), done)),
  'exists none': (fs, at) => called((done) => fs.exists(at('none'), done)),
  'exists garbage': (fs) => called((done) => fs.exists({} as never, done)),
  'open, read, close': (fs, at) =>
    called((done) =>
      fs.open(at('text.txt'), (_error, fd) =>
        fs.read(fd, Buffer.alloc(5), 0, 5, 1, (...args) => fs.close(fd, (error) => done(error, ...args))),
      ),
    ),
  'open none': (fs, at) => called((done) => fs.open(at('none'), 'r', 0o666, done)),
  'read forms': (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    return Promise.all([
      called((done) => fs.read(fd, { buffer: Buffer.alloc(4), length: 2, position: 0 }, done)),
      called((done) => fs.read(fd, Buffer.alloc(4), { offset: 1, position: 3 } as never, done)),
      called((done) => fs.read(fd, Buffer.alloc(4), 0, 0, 0, done)),
      called((done) => fs.readv(fd, [Buffer.alloc(2), Buffer.alloc(3)], 2, done)),
    ]);
  },
  'read bad': (fs) => called((done) => fs.read(9999, Buffer.alloc(4), 0, 4, 0, done)),
  readFile: (fs, at) => called((done) => fs.readFile(at('text.txt'), 'utf8', done)),
  'readFile bytes': (fs, at) => called((done) => fs.readFile(at('bytes.bin'), done)),
  'readFile none': (fs, at) => called((done) => fs.readFile(at('none'), { encoding: 'latin1' }, done)),
  'readFile folder': (fs, at) => called((done) => fs.readFile(at('sub'), done)),
  'readFile no callback': (fs, at) => (fs.readFile as unknown as (path: string) => void)(at('text.txt')),
  'readFile aborted': (fs, at) => called((done) => fs.readFile(at('text.txt'), { signal: AbortSignal.abort() }, done)),
  'readFile abort later': (fs, at) => {
    const controller = new AbortController();
    const result = called((done) => fs.readFile(at('text.txt'), { signal: controller.signal }, done));
    controller.abort();
    return result;
  },
  'readFile signal type': (fs, at) => fs.readFile(at('text.txt'), { signal: 1 as never }, () => {}),
  writeFile: (fs, at) =>
    called((done) => fs.writeFile(at('w'), 'abc', (error) => done(error, fs.readFileSync(at('w'), 'utf8')))),
  'writeFile wx': (fs, at) => called((done) => fs.writeFile(at('w'), 'abc', { flag: 'wx' }, done)),
  'writeFile type': (fs, at) => fs.writeFile(at('w'), {} as never, () => {}),
  appendFile: (fs, at) =>
    called((done) => fs.appendFile(at('w'), 'def', (error) => done(error, fs.readFileSync(at('w'), 'utf8')))),
  'write forms': async (fs, at) => {
    const fd = fs.openSync(at('w'), 'w');
    const results = [
      await called((done) => fs.write(fd, 'text', done)),
      await called((done) => fs.write(fd, 'ff', 1, 'hex', done)),
      await called((done) => fs.write(fd, Buffer.from('bytes'), done)),
      await called((done) => fs.write(fd, Buffer.from('bytes'), 1, 2, 0, done)),
      await called((done) => fs.write(fd, Buffer.from('xy'), { offset: 1 } as never, done)),
      await called((done) => fs.writev(fd, [Buffer.from('v')], done)),
      await called((done) => fs.writev(fd, [], 0, done)),
    ];
    fs.closeSync(fd);
    return [results, fs.readFileSync(at('w'))];
  },
  stat: (fs, at) =>
    called((done) => fs.stat(at('text.txt'), (error, stats) => done(error, stats.size, stats.isFile()))),
  'stat none': (fs, at) => called((done) => fs.stat(at('none'), done)),
  'stat none allowed': (fs, at) => called((done) => fs.stat(at('none'), { throwIfNoEntry: false } as never, done)),
  'lstat bigint': (fs, at) =>
    called((done) => fs.lstat(at('link'), { bigint: true }, (error, stats) => done(error, stats.size))),
  'fstat bad': (fs) => called((done) => fs.fstat(9999, done)),
  readdir: (fs, at) => called((done) => fs.readdir(at('sub'), (error, names) => done(error, names.sort()))),
  'readdir none': (fs, at) => called((done) => fs.readdir(at('none'), { withFileTypes: true }, done)),
  opendir: (fs, at) =>
    called((done) =>
      fs.opendir(at('sub/deep'), (_error, dir) =>
        dir.read((error, entry) => dir.close((closed) => done(error, entry?.name, closed))),
      ),
    ),
  'opendir none': (fs, at) => called((done) => fs.opendir(at('none'), done)),
  mkdir: (fs, at) => called((done) => fs.mkdir(at('m'), done)),
  'mkdir recursive': (fs, at) => called((done) => fs.mkdir(at('m/n/o'), { recursive: true }, done)),
  'mkdir again': (fs, at) => called((done) => fs.mkdir(at('m'), done)),
  mkdtemp: (fs, at) => called((done) => fs.mkdtemp(at('t'), (error, path) => done(error, path.length - at('').length))),
  'rename none': (fs, at) => called((done) => fs.rename(at('none'), at('x'), done)),
  unlink: (fs, at) => called((done) => fs.unlink(at('w'), done)),
  'unlink none': (fs, at) => called((done) => fs.unlink(at('w'), done)),
  'rmdir full': (fs, at) => called((done) => fs.rmdir(at('m'), done)),
  rm: (fs, at) => called((done) => fs.rm(at('m'), { recursive: true }, done)),
  'rm none': (fs, at) => called((done) => fs.rm(at('m'), done)),
  'symlink, readlink, realpath': (fs, at) =>
    called((done) =>
      fs.symlink('text.txt', at('s'), () =>
        fs.readlink(at('s'), (_e, target) => fs.realpath(at('s'), (error, real) => done(error, target, real))),
      ),
    ),
  'realpath none': (fs, at) => called((done) => fs.realpath(at('none/x'), done)),
  'realpath.native none': (fs, at) => called((done) => fs.realpath.native(at('none'), done)),
  'link none': (fs, at) => called((done) => fs.link(at('none'), at('x'), done)),
  copyFile: (fs, at) => called((done) => fs.copyFile(at('text.txt'), at('c'), done)),
  'copyFile excl': (fs, at) => called((done) => fs.copyFile(at('text.txt'), at('c'), 1, done)),
  cp: (fs, at) =>
    called((done) =>
      fs.cp(at('sub'), at('cp'), { recursive: true }, (error) => done(error, fs.readdirSync(at('cp')).sort())),
    ),
  'cp not recursive': (fs, at) => called((done) => fs.cp(at('sub'), at('cp2'), done)),
  'cp filter': (fs, at) =>
    called((done) =>
      fs.cp(at('sub'), at('cp3'), { recursive: true, filter: async (from) => !from.endsWith('deep') }, (error) =>
        done(error, fs.readdirSync(at('cp3'))),
      ),
    ),
  'chmod, utimes, truncate': (fs, at) =>
    called((done) =>
      fs.chmod(at('c'), 0o600, () =>
        fs.utimes(at('c'), 1, 2, () => fs.truncate(at('c'), 3, (error) => done(error, fs.statSync(at('c')).mode))),
      ),
    ),
  'chmod none': (fs, at) => called((done) => fs.chmod(at('none'), 0o600, done)),
  'truncate none': (fs, at) => called((done) => fs.truncate(at('none'), done)),
  'fsync bad': (fs) => called((done) => fs.fsync(9999, done)),
  'close bad': (fs) => called((done) => fs.close(9999, done)),
};

test('fs, callbacks: the same arguments as node gives, errors included', async (t) => {
  const { sameLater } = oracle(t);
  for (const [name, calls] of Object.entries(CALLBACKS)) await sameLater(name, calls);
});

const PROMISES: Record<string, Calls> = {
  access: ({ promises }, at) => promises.access(at('text.txt')),
  'access none': ({ promises }, at) => promises.access(at('none')),
  'access type': ({ promises }) => promises.access(1 as never),
  readFile: ({ promises }, at) => promises.readFile(at('text.txt'), 'utf8'),
  'readFile none': ({ promises }, at) => promises.readFile(at('none')),
  'readFile folder': ({ promises }, at) => promises.readFile(at('sub'), 'utf8'),
  'readFile aborted': ({ promises }, at) => promises.readFile(at('text.txt'), { signal: AbortSignal.abort() }),
  'writeFile forms': async ({ promises }, at) => {
    await promises.writeFile(at('w'), 'abc');
    await promises.appendFile(at('w'), Buffer.from('def'));
    async function* pieces() {
      yield 'x';
      yield Buffer.from('y');
    }
    await promises.writeFile(at('v'), pieces());
    await promises.writeFile(at('u'), ['1', '2'], { flag: 'a' });
    return [
      await promises.readFile(at('w'), 'utf8'),
      await promises.readFile(at('v')),
      await promises.readFile(at('u')),
    ];
  },
  'writeFile no folder': ({ promises }, at) => promises.writeFile(at('none/x'), ''),
  'writeFile type': ({ promises }, at) => promises.writeFile(at('w'), 1 as never),
  'stat none': ({ promises }, at) => promises.stat(at('none')),
  'stat options': ({ promises }, at) => promises.stat(at('text.txt'), 1 as never),
  lstat: async ({ promises }, at) => (await promises.lstat(at('link'))).isSymbolicLink(),
  statfs: async ({ promises }, at) => (await promises.statfs(at(''))).bsize,
  readdir: async ({ promises }, at) => (await promises.readdir(at(''))).sort(),
  opendir: async ({ promises }, at) => {
    const names: string[] = [];
    for await (const entry of await promises.opendir(at('sub'), { recursive: true })) names.push(entry.name);
    return names.sort();
  },
  'mkdir recursive': ({ promises }, at) => promises.mkdir(at('m/n'), { recursive: true }),
  'mkdir again': ({ promises }, at) => promises.mkdir(at('m')),
  rm: ({ promises }, at) => promises.rm(at('m'), { recursive: true }),
  'rm none': ({ promises }, at) => promises.rm(at('m')),
  realpath: ({ promises }, at) => promises.realpath(at('link')),
  'realpath none': ({ promises }, at) => promises.realpath(at('none')),
  'rename none': ({ promises }, at) => promises.rename(at('none'), at('x')),
  'unlink none': ({ promises }, at) => promises.unlink(at('none')),
  lchmod: ({ promises }, at) => promises.lchmod(at('text.txt'), 0o600),
  'cp none': ({ promises }, at) => promises.cp(at('none'), at('x')),
  mkdtempDisposable: async ({ promises, existsSync }, at) => {
    const made = await promises.mkdtempDisposable(at('t'));
    const before = existsSync(made.path);
    await made.remove();
    return [before, existsSync(made.path), made.path.length - at('').length];
  },
  FileHandle: async ({ promises, readFileSync }, at) => {
    const handle = await promises.open(at('h'), 'w+');
    const results: unknown[] = [
      typeof handle.fd,
      await handle.write('text'),
      await handle.write(Buffer.from('bytes'), 1, 2),
      await handle.write(Buffer.alloc(0)),
      await handle.writev([Buffer.from('v')]),
      await handle.read(Buffer.alloc(3), 0, 3, 0),
      await handle.read({ buffer: Buffer.alloc(2), position: 1 }),
      (await handle.read()).bytesRead,
      await handle.readv([Buffer.alloc(2)], 0),
      (await handle.stat()).size,
      await handle.truncate(4),
      await handle.appendFile('!'),
      await handle.utimes(1, 2),
      await handle.chmod(0o600),
      await handle.sync(),
      await handle.datasync(),
      await handle.readFile('utf8'),
      await handle.close(),
      handle.fd,
      await handle.close(),
      readFileSync(at('h')),
    ];
    return results;
  },
  'FileHandle closed': async ({ promises }, at) => {
    const handle = await promises.open(at('text.txt'));
    await handle.close();
    return handle.stat();
  },
  'FileHandle as path': async ({ promises }, at) => {
    await using handle = await promises.open(at('g'), 'w+');
    await promises.writeFile(handle, 'abc');
    await promises.appendFile(handle, 'def');
    return promises.readFile(at('g'), 'utf8');
  },
  'FileHandle read-only': async ({ promises }, at) => {
    const handle = await promises.open(at('text.txt'));
    try {
      await handle.writeFile('x');
    } finally {
      await handle.close();
    }
  },
  'open none': ({ promises }, at) => promises.open(at('none')),
};

test('fs.promises: the same results and rejections as node', async (t) => {
  const { sameLater } = oracle(t);
  for (const [name, calls] of Object.entries(PROMISES)) await sameLater(name, calls);
});
