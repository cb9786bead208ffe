import { test } from 'node:test';
import { type Calls, oracle } from './fs-oracle.ts';

interface Emitter {
  // biome-ignore lint/suspicious/noExplicitAny: as the typings of node's streams have it
  on(name: string, listener: (...args: any[]) => void): unknown;
}

/** Names of the events in their order, with what 'data' and 'error' brought, up to 'close'. */
function eventsOf(stream: Emitter): Promise<unknown[]> {
  const seen: unknown[] = [];
  return new Promise((resolve) => {
    for (const name of ['open', 'ready', 'data', 'end', 'finish', 'error', 'close']) {
      stream.on(name, (value: unknown) => {
        seen.push(name === 'data' || name === 'error' ? [name, value] : name);
        if (name === 'close') resolve(seen);
      });
    }
  });
}

const STREAMS: Record<string, Calls> = {
  'read all': (fs, at) => eventsOf(fs.createReadStream(at('text.txt'))),
  'read text in pieces': (fs, at) =>
    eventsOf(fs.createReadStream(at('text.txt'), { encoding: 'utf8', highWaterMark: 3 })),
  'read a range': (fs, at) => eventsOf(fs.createReadStream(at('text.txt'), { start: 2, end: 5 })),
  'read from a descriptor': (fs, at) =>
    eventsOf(fs.createReadStream('', { fd: fs.openSync(at('text.txt'), 'r'), start: 8 })),
  'read and keep open': async (fs, at) => {
    const fd = fs.openSync(at('text.txt'), 'r');
    const stream = fs.createReadStream('', { fd, autoClose: false });
    await new Promise((resolve) => stream.on('end', resolve).resume());
    const { size } = fs.fstatSync(fd);
    fs.closeSync(fd);
    return [size, stream.bytesRead, stream.pending];
  },
  'read none': (fs, at) => eventsOf(fs.createReadStream(at('none'))),
  'read a folder': (fs, at) => eventsOf(fs.createReadStream(at('sub'))),
  'read, iterated': async (fs, at) => {
    const pieces: unknown[] = [];
    for await (const piece of fs.createReadStream(at('bytes.bin'), { highWaterMark: 2 })) pieces.push(piece);
    return pieces;
  },
  'read range backwards': (fs, at) => fs.createReadStream(at('text.txt'), { start: 5, end: 2 }),
  'read path type': (fs) => fs.createReadStream(1 as never),
  'read encoding': (fs, at) => fs.createReadStream(at('text.txt'), 'nope' as never),
  members: (fs, at) => {
    const stream = fs.createReadStream(at('text.txt'));
    stream.destroy();
    return [
      stream.path,
      stream.pending,
      stream.bytesRead,
      ...(['flags', 'mode', 'autoClose'] as never[]).map((name) => stream[name]),
    ];
  },
  write: async (fs, at) => {
    const stream = fs.createWriteStream(at('w'));
    const events = eventsOf(stream);
    stream.write('abc');
    stream.write(Buffer.from('def'));
    stream.end('é', 'latin1');
    return [await events, stream.bytesWritten, fs.readFileSync(at('w'))];
  },
  'write at a position': async (fs, at) => {
    const stream = fs.createWriteStream(at('w'), { flags: 'r+', start: 1 });
    const events = eventsOf(stream);
    stream.end('XY');
    return [await events, fs.readFileSync(at('w'))];
  },
  'write appending with flush': async (fs, at) => {
    const stream = fs.createWriteStream(at('w'), { flags: 'a', flush: true });
    const events = eventsOf(stream);
    stream.end('Z');
    return [await events, fs.readFileSync(at('w'))];
  },
  'write corked': async (fs, at) => {
    const stream = fs.createWriteStream(at('c'));
    const events = eventsOf(stream);
    stream.cork();
    for (const letter of 'abc') stream.write(letter);
    stream.uncork();
    stream.end();
    return [await events, fs.readFileSync(at('c'), 'utf8')];
  },
  'write no folder': (fs, at) => eventsOf(fs.createWriteStream(at('none/w'))),
  'write flush type': (fs, at) => fs.createWriteStream(at('w'), { flush: 1 as never }),
  pipe: async (fs, at) => {
    const copy = fs.createWriteStream(at('copy'));
    const events = eventsOf(copy);
    fs.createReadStream(at('text.txt')).pipe(copy);
    return [await events, fs.readFileSync(at('copy'), 'utf8')];
  },
  'FileHandle streams': async (fs, at) => {
    const writing = (await fs.promises.open(at('h'), 'w')).createWriteStream();
    writing.end('from a handle');
    const written = await eventsOf(writing);
    const handle = await fs.promises.open(at('h'));
    const events = [written, await eventsOf(handle.createReadStream({ start: 5, encoding: 'utf8' }))];
    return [events, handle.fd];
  },
  'custom fs': (fs, at) => {
    const own = { ...fs, read: ((...args: Parameters<typeof fs.read>) => fs.read(...args)) as typeof fs.read };
    return eventsOf(fs.createReadStream(at('sub/one.txt'), { fs: own as never }));
  },
};

test('fs streams: the same events as node', async (t) => {
  const { sameLater } = oracle(t);
  for (const [name, calls] of Object.entries(STREAMS)) await sameLater(name, calls);
});
