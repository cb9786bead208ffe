import { test } from 'node:test';
import { type Calls, oracle } from './fs-oracle.ts';

type Table = Record<string, Calls>;

const READING: Table = {
  'readFileSync bytes': (fs, at) => fs.readFileSync(at('bytes.bin')),
  'readFileSync utf8': (fs, at) => fs.readFileSync(at('text.txt'), 'utf8'),
  'readFileSync utf8 of no utf8': (fs, at) => fs.readFileSync(at('bytes.bin'), 'utf-8'),
  'readFileSync latin1': (fs, at) => fs.readFileSync(at('text.txt'), { encoding: 'latin1' }),
  'readFileSync relative': (fs) => fs.readFileSync('sub/one.txt', 'utf8'),
  'readFileSync through a link': (fs, at) => fs.readFileSync(at('link'), 'utf8'),
  'readFileSync of a Buffer path': (fs, at) => fs.readFileSync(Buffer.from(at('sub/one.txt')), 'utf8'),
  'readFileSync of a URL': (fs, at) => fs.readFileSync(new URL(`file://${at('sub/one.txt')}`), 'utf8'),
  'readFileSync of an http URL': (fs) => fs.readFileSync(new URL('http://a/b')),
  'readFileSync none': (fs, at) => fs.readFileSync(at('none')),
  'readFileSync none utf8': (fs, at) => fs.readFileSync(at('none'), 'utf8'),
  'readFileSync relative none': (fs) => fs.readFileSync('none'),
  'readFileSync dangling': (fs, at) => fs.readFileSync(at('dangling')),
  'readFileSync folder': (fs, at) => fs.readFileSync(at('sub')),
  'readFileSync folder utf8': (fs, at) => fs.readFileSync(at('sub'), 'utf8'),
  'readFileSync file as folder': (fs, at) => fs.readFileSync(at('text.txt/x')),
  'readFileSync bad encoding': (fs, at) => fs.readFileSync(at('text.txt'), 'nope' as never),
  'readFileSync bad options': (fs, at) => fs.readFileSync(at('text.txt'), 1 as never),
  'readFileSync NUL': (fs) => fs.readFileSync('a\0b'),
  'readFileSync no path': (fs) => fs.readFileSync(undefined as never),
  'readFileSync too long': (fs, at) => fs.readFileSync(at('x'.repeat(300))),
  'readFileSync r+ creates nothing': (fs, at) => fs.readFileSync(at('none'), { flag: 'r+' }),
  'readFileSync bad flag': (fs, at) => fs.readFileSync(at('text.txt'), { flag: 'z' }),
  'readFileSync fd twice': (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    const both = [fs.readFileSync(fd, 'utf8'), fs.readFileSync(fd, 'utf8')];
    fs.closeSync(fd);
    return both;
  },
  'readFileSync bad fd': (fs) => fs.readFileSync(9999),
  readSync: (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    const buffer = Buffer.alloc(8, '.');
    const counts = [
      fs.readSync(fd, buffer, 1, 3, null),
      fs.readSync(fd, buffer, { offset: 4, position: 0 }),
      fs.readSync(fd, buffer, 0, 2, 100),
      fs.readSync(fd, new Uint16Array(4), null as never),
      fs.readSync(fd, Buffer.alloc(0), {}),
    ];
    const views = [new Uint8Array(2), new Uint8Array(0), new Uint8Array(3)];
    const more = fs.readvSync(fd, views, 0);
    fs.closeSync(fd);
    return [counts, buffer, more, views];
  },
  'readSync offset': (fs) => fs.readSync(3, Buffer.alloc(4), 5, 1, 0),
  'readSync length': (fs) => fs.readSync(3, Buffer.alloc(4), 1, 9, 0),
  'readSync no buffer': (fs) => fs.readSync(3, 'x' as never),
  'readSync position': (fs) => fs.readSync(3, Buffer.alloc(4), 0, 1, 'x' as never),
  'readSync bad fd': (fs) => fs.readSync(9999, Buffer.alloc(4), {}),
  'readSync fd type': (fs) => fs.readSync('x' as never, Buffer.alloc(4), {}),
  existsSync: (fs, at) => ['', 'none', 'link', 'dangling', 'sub/one.txt'].map((path) => fs.existsSync(at(path))),
  'existsSync garbage': (fs) => [undefined, {}, 'a\0'].map((path) => fs.existsSync(path as never)),
  accessSync: (fs, at) => [fs.accessSync(at('text.txt')), fs.accessSync(at('text.txt'), 6)],
  'accessSync none': (fs, at) => fs.accessSync(at('none')),
  'accessSync mode': (fs, at) => fs.accessSync(at('text.txt'), 9),
  'accessSync mode type': (fs, at) => fs.accessSync(at('text.txt'), 'r' as never),
  readdirSync: (fs, at) => fs.readdirSync(at('')).sort(),
  'readdirSync empty': (fs, at) => fs.readdirSync(at('empty')),
  'readdirSync buffers': (fs, at) => fs.readdirSync(at('sub/deep'), 'buffer'),
  'readdirSync types': (fs, at) =>
    fs
      .readdirSync(at(''), { withFileTypes: true })
      .map((entry) => [entry.name, entry.parentPath, entry.isFile(), entry.isDirectory(), entry.isSymbolicLink()])
      .sort(),
  'readdirSync recursive': (fs, at) => fs.readdirSync(at(''), { recursive: true }).sort(),
  'readdirSync file': (fs, at) => fs.readdirSync(at('text.txt')),
  'readdirSync none': (fs, at) => fs.readdirSync(at('none')),
  opendirSync: (fs, at) => {
    const dir = fs.opendirSync(at('sub'));
    const names = [dir.path];
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
    dir.closeSync();
    return names.sort();
  },
  'opendirSync none': (fs, at) => fs.opendirSync(at('none')),
  'opendirSync closed': (fs, at) => {
    const dir = fs.opendirSync(at('sub'));
    dir.closeSync();
    dir.readSync();
  },
  readlinkSync: (fs, at) => [fs.readlinkSync(at('link')), fs.readlinkSync(at('dangling'), 'buffer')],
  'readlinkSync file': (fs, at) => fs.readlinkSync(at('text.txt')),
  realpathSync: (fs, at) => [fs.realpathSync(at('folder-link/one.txt')), fs.realpathSync.native(at('link'))],
  'realpathSync relative': (fs) => fs.realpathSync('sub/../link'),
  'realpathSync none': (fs, at) => fs.realpathSync(at('none/deeper')),
  'realpathSync.native none': (fs, at) => fs.realpathSync.native(at('none')),
};

const STATUS: Table = {
  'statSync types': (fs, at) =>
    ['', 'text.txt', 'link', 'sub'].map((path) => {
      const stats = fs.statSync(at(path));
      return [stats.isFile(), stats.isDirectory(), stats.isSymbolicLink(), stats.mode, stats.nlink, stats.uid];
    }),
  'statSync sizes': (fs, at) => [fs.statSync(at('text.txt')).size, fs.lstatSync(at('link')).size],
  'statSync fields': (fs, at) => Object.keys(fs.statSync(at('text.txt'))),
  'statSync fields bigint': (fs, at) => Object.keys(fs.statSync(at('text.txt'), { bigint: true })),
  'statSync times': (fs, at) => {
    fs.utimesSync(at('text.txt'), 1_600_000_000.25, new Date(1_500_000_000_500));
    const stats = fs.statSync(at('text.txt'));
    const big = fs.statSync(at('text.txt'), { bigint: true });
    return [stats.atimeMs, stats.mtimeMs, stats.mtime.toISOString(), big.atimeNs, big.mtimeMs, big.mtime.getTime()];
  },
  'utimesSync before 1970': (fs, at) => {
    fs.utimesSync(at('text.txt'), new Date(-1500), new Date(-1));
    const stats = fs.statSync(at('text.txt'));
    const big = fs.statSync(at('text.txt'), { bigint: true });
    return [stats.atimeMs, stats.mtimeMs, stats.mtime.getTime(), big.atimeNs, big.mtimeMs];
  },
  lutimesSync: (fs, at) => {
    fs.lutimesSync(at('link'), 5, '6');
    return [fs.lstatSync(at('link')).mtimeMs, fs.statSync(at('link')).mtimeMs === 6000];
  },
  'utimesSync garbage': (fs, at) => fs.utimesSync(at('text.txt'), {} as never, 1),
  'utimesSync none': (fs, at) => fs.utimesSync(at('none'), 1, 1),
  'lutimesSync none': (fs, at) => fs.lutimesSync(at('none'), 1, 1),
  futimesSync: (fs, at) => {
    const fd = fs.openSync(at('bytes.bin'), 'r+');
    fs.futimesSync(fd, 7, 8);
    const { atimeMs, mtimeMs } = fs.fstatSync(fd);
    fs.closeSync(fd);
    return [atimeMs, mtimeMs];
  },
  'statSync none': (fs, at) => fs.statSync(at('none')),
  'statSync none allowed': (fs, at) => fs.statSync(at('none'), { throwIfNoEntry: false }),
  'statSync file as folder allowed': (fs, at) => fs.statSync(at('text.txt/x'), { throwIfNoEntry: false }),
  'lstatSync none': (fs, at) => fs.lstatSync(at('none')),
  'statSync slash': (fs, at) => fs.statSync(at('text.txt/')),
  'fstatSync bad': (fs) => fs.fstatSync(9999),
  'fstatSync type': (fs) => fs.fstatSync(-1),
  statfsSync: (fs, at) => [Object.keys(fs.statfsSync(at(''))), fs.statfsSync(at('')).bsize],
  'statfsSync none': (fs, at) => fs.statfsSync(at('none')),
  chmodSync: (fs, at) => {
    fs.chmodSync(at('text.txt'), 0o640);
    const fd = fs.openSync(at('bytes.bin'), 'r');
    fs.fchmodSync(fd, '600');
    fs.closeSync(fd);
    return [fs.statSync(at('text.txt')).mode, fs.statSync(at('bytes.bin')).mode];
  },
  'chmodSync none': (fs, at) => fs.chmodSync(at('none'), 0o640),
  'chmodSync mode': (fs, at) => fs.chmodSync(at('text.txt'), 'x'),
  'chownSync keeps': (fs, at) => fs.chownSync(at('text.txt'), -1, -1),
  'chownSync none': (fs, at) => fs.chownSync(at('none'), 1, 1),
  'chownSync type': (fs, at) => fs.chownSync(at('text.txt'), 'x' as never, 1),
};

for (const [title, table] of [
  ['reading', READING],
  ['status', STATUS],
] as const) {
  test(`fs, ${title}: the same results and errors as node`, (t) => {
    const { same } = oracle(t);
    for (const [name, calls] of Object.entries(table)) same(name, calls);
  });
}
