import { test } from 'node:test';
import { type Calls, oracle } from './fs-oracle.ts';

type Table = Record<string, Calls>;

const WRITING: Table = {
  'writeFileSync text': (fs, at) => {
    fs.writeFileSync(at('new.txt'), 'grüße \ud800');
    return fs.readFileSync(at('new.txt'));
  },
  'writeFileSync bytes and encodings': (fs, at) => {
    fs.writeFileSync(at('a'), new Uint16Array([1, 2]));
    fs.writeFileSync(at('b'), new DataView(new ArrayBuffer(3)));
    fs.writeFileSync(at('c'), 'ff00', 'hex');
    fs.writeFileSync(at('d'), 'é', { encoding: 'latin1', mode: 0o600 });
    return ['a', 'b', 'c', 'd'].map((name) => [fs.readFileSync(at(name)), fs.statSync(at(name)).mode]);
  },
  'writeFileSync flags': (fs, at) => {
    fs.writeFileSync(at('f'), 'abcdef');
    fs.writeFileSync(at('f'), 'XY', { flag: 'r+' });
    fs.writeFileSync(at('f'), '!', { flag: 'a' });
    return fs.readFileSync(at('f'), 'utf8');
  },
  'writeFileSync wx': (fs, at) => {
    fs.writeFileSync(at('lock'), '', { flag: 'wx' });
    fs.writeFileSync(at('lock'), '', { flag: 'wx' });
  },
  'writeFileSync flush': (fs, at) => fs.writeFileSync(at('flushed'), 'x', { flush: true }),
  'writeFileSync flush type': (fs, at) => fs.writeFileSync(at('flushed'), 'x', { flush: 1 as never }),
  'writeFileSync no folder': (fs, at) => fs.writeFileSync(at('none/x'), ''),
  'writeFileSync folder': (fs, at) => fs.writeFileSync(at('sub'), ''),
  'writeFileSync slash': (fs, at) => fs.writeFileSync(at('new/'), ''),
  'writeFileSync data': (fs, at) => fs.writeFileSync(at('f'), 1 as never),
  'writeFileSync data object': (fs, at) => fs.writeFileSync(at('f'), {} as never),
  'writeFileSync mode': (fs, at) => fs.writeFileSync(at('f'), '', { mode: 'x' }),
  'writeFileSync through links': (fs, at) => {
    fs.writeFileSync(at('dangling'), 'through');
    return [fs.readFileSync(at('none'), 'utf8'), fs.unlinkSync(at('none'))];
  },
  appendFileSync: (fs, at) => {
    fs.appendFileSync(at('log'), 'one\n');
    fs.appendFileSync(at('log'), Buffer.from('two\n'), { mode: 0o600 });
    const fd = fs.openSync(at('log'), 'a');
    fs.appendFileSync(fd, 'three\n');
    fs.closeSync(fd);
    return fs.readFileSync(at('log'), 'utf8');
  },
  writeSync: (fs, at) => {
    const fd = fs.openSync(at('w'), 'w+');
    const counts = [
      fs.writeSync(fd, 'abc'),
      fs.writeSync(fd, 'é', 1),
      fs.writeSync(fd, 'ff', null, 'hex'),
      fs.writeSync(fd, Buffer.from('xyz'), 1),
      fs.writeSync(fd, Buffer.from('12345'), 1, 2, 0),
      fs.writeSync(fd, Buffer.from('67'), { position: 8 } as never),
      fs.writevSync(fd, [Buffer.from('v'), new Uint8Array(2)]),
      fs.writevSync(fd, [], 0),
    ];
    fs.closeSync(fd);
    return [counts, fs.readFileSync(at('w'))];
  },
  'writeSync offset': (fs) => fs.writeSync(3, Buffer.alloc(2), 3),
  'writeSync length': (fs) => fs.writeSync(3, Buffer.alloc(2), 1, 2),
  'writeSync type': (fs) => fs.writeSync(3, 1 as never),
  'writeSync read-only': (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    try {
      fs.writeSync(fd, 'x');
    } finally {
      fs.closeSync(fd);
    }
  },
  'writeSync bad fd': (fs) => fs.writeSync(9999, 'x'),
  'closeSync twice': (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    fs.closeSync(fd);
    fs.closeSync(fd);
  },
  'closeSync type': (fs) => fs.closeSync('3' as never),
  'openSync flags': (fs, at) => fs.openSync(at('text.txt'), 'rw'),
  'openSync wx': (fs, at) => fs.openSync(at('text.txt'), 'wx'),
  'openSync folder': (fs, at) => fs.openSync(at('sub'), 'w'),
  'openSync loop': (fs, at) => {
    fs.symlinkSync('loop', at('loop'));
    fs.openSync(at('loop'), 'r');
  },
  truncateSync: (fs, at) => {
    fs.writeFileSync(at('t'), 'abcdef');
    fs.truncateSync(at('t'), 3);
    const fd = fs.openSync(at('t'), 'r+');
    fs.ftruncateSync(fd, 5);
    fs.ftruncateSync(fd, -1);
    fs.fsyncSync(fd);
    fs.fdatasyncSync(fd);
    fs.closeSync(fd);
    return fs.readFileSync(at('t'));
  },
  'truncateSync none': (fs, at) => fs.truncateSync(at('none'), 1),
  'truncateSync type': (fs, at) => fs.truncateSync(at('text.txt'), 'x' as never),
  'fsyncSync bad': (fs) => fs.fsyncSync(9999),
};

const TREE: Table = {
  mkdirSync: (fs, at) => [fs.mkdirSync(at('made')), fs.statSync(at('made')).mode],
  'mkdirSync again': (fs, at) => fs.mkdirSync(at('sub')),
  'mkdirSync mode': (fs, at) => {
    fs.mkdirSync(at('private'), 0o700);
    return fs.statSync(at('private')).mode;
  },
  'mkdirSync no parent': (fs, at) => fs.mkdirSync(at('no/parent')),
  'mkdirSync recursive': (fs, at) => [
    fs.mkdirSync(at('r/e/c'), { recursive: true }),
    fs.mkdirSync(at('r/e/c'), { recursive: true }),
    fs.mkdirSync(at('r/e/d/'), { recursive: true }),
  ],
  'mkdirSync recursive relative': (fs) => fs.mkdirSync('rel/a/tive', { recursive: true }),
  'mkdirSync recursive over a file': (fs, at) => fs.mkdirSync(at('text.txt'), { recursive: true }),
  'mkdirSync recursive below a file': (fs, at) => fs.mkdirSync(at('text.txt/a/b'), { recursive: true }),
  'mkdirSync recursive type': (fs, at) => fs.mkdirSync(at('x'), { recursive: 1 as never }),
  rmdirSync: (fs, at) => [fs.rmdirSync(at('empty')), fs.existsSync(at('empty'))],
  'rmdirSync full': (fs, at) => fs.rmdirSync(at('sub')),
  'rmdirSync file': (fs, at) => fs.rmdirSync(at('text.txt')),
  'rmdirSync none': (fs, at) => fs.rmdirSync(at('none')),
  'rmdirSync recursive': (fs, at) =>
    (fs.rmdirSync as unknown as (...args: unknown[]) => void)(at('sub'), { recursive: true }),
  unlinkSync: (fs, at) => {
    fs.writeFileSync(at('gone'), '');
    return [fs.unlinkSync(at('gone')), fs.existsSync(at('gone'))];
  },
  'unlinkSync none': (fs, at) => fs.unlinkSync(at('none')),
  'unlinkSync folder': (fs, at) => fs.unlinkSync(at('sub')),
  renameSync: (fs, at) => {
    fs.writeFileSync(at('old'), 'moved');
    fs.renameSync(at('old'), at('sub/new'));
    fs.renameSync(at('sub/new'), at('sub/newer'));
    return [fs.existsSync(at('old')), fs.readFileSync(at('sub/newer'), 'utf8')];
  },
  'renameSync none': (fs, at) => fs.renameSync(at('none'), at('x')),
  'renameSync no folder': (fs, at) => fs.renameSync(at('text.txt'), at('none/x')),
  'renameSync type': (fs, at) => fs.renameSync(at('text.txt'), 1 as never),
  linkSync: (fs, at) => {
    fs.linkSync(at('text.txt'), at('sub/hard'));
    return fs.statSync(at('text.txt')).nlink;
  },
  'linkSync again': (fs, at) => fs.linkSync(at('text.txt'), at('sub/hard')),
  'linkSync none': (fs, at) => fs.linkSync(at('none'), at('x')),
  symlinkSync: (fs, at) => {
    fs.symlinkSync('sub/one.txt', at('sym'));
    fs.symlinkSync(at('sub'), at('sym2'), 'dir');
    return [fs.readFileSync(at('sym'), 'utf8'), fs.readlinkSync(at('sym2')), fs.lstatSync(at('sym')).isSymbolicLink()];
  },
  'symlinkSync again': (fs, at) => fs.symlinkSync('x', at('sym')),
  'symlinkSync type': (fs, at) => fs.symlinkSync('x', at('s'), 'x' as never),
  copyFileSync: (fs, at) => {
    fs.chmodSync(at('text.txt'), 0o640);
    fs.copyFileSync(at('text.txt'), at('copy'));
    fs.copyFileSync(at('bytes.bin'), at('copy'));
    return [fs.readFileSync(at('copy')), fs.statSync(at('copy')).mode];
  },
  'copyFileSync excl': (fs, at) => fs.copyFileSync(at('text.txt'), at('copy'), fs.constants.COPYFILE_EXCL),
  'copyFileSync none': (fs, at) => fs.copyFileSync(at('none'), at('copy')),
  'copyFileSync mode': (fs, at) => fs.copyFileSync(at('text.txt'), at('copy'), 8),
  'copyFileSync self': (fs, at) => [fs.copyFileSync(at('text.txt'), at('text.txt')), fs.readFileSync(at('text.txt'))],
  mkdtempSync: (fs, at) => {
    const made = fs.mkdtempSync(at('tmp-'));
    return [made.slice(0, -6), made.length - at('').length, fs.statSync(made).mode];
  },
  'mkdtempSync no folder': (fs, at) => fs.mkdtempSync(at('none/x')),
  cpSync: (fs, at) => {
    fs.cpSync(at('sub'), at('copied'), { recursive: true, filter: (from) => !from.endsWith('two.txt') });
    fs.cpSync(at('text.txt'), at('deep/er/text.txt'));
    return [fs.readdirSync(at('copied'), { recursive: true }).sort(), fs.readFileSync(at('deep/er/text.txt'))];
  },
  'cpSync exists': (fs, at) => fs.cpSync(at('text.txt'), at('bytes.bin'), { force: false, errorOnExist: true }),
  rmSync: (fs, at) => {
    fs.rmSync(at('copied'), { recursive: true });
    fs.rmSync(at('deep/er/text.txt'));
    fs.rmSync(at('none'), { force: true });
    return [fs.existsSync(at('copied')), fs.existsSync(at('deep/er'))];
  },
  'rmSync none': (fs, at) => fs.rmSync(at('none')),
  'rmSync none recursive': (fs, at) => fs.rmSync(at('none'), { recursive: true }),
  'rmSync folder': (fs, at) => fs.rmSync(at('sub')),
  'rmSync options': (fs, at) => fs.rmSync(at('sub'), { recursive: 1 as never }),
};

for (const [title, table] of [
  ['writing', WRITING],
  ['tree', TREE],
] as const) {
  test(`fs, ${title}: the same results and errors as node`, (t) => {
    const { same } = oracle(t);
    for (const [name, calls] of Object.entries(table)) same(name, calls);
  });
}
