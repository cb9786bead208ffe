import { test } from 'node:test';
import util from '../../sandbox-lib/node/util.ts';
import { oracle } from './fs-oracle.ts';

test('util.promisify gives fs.read, write and their vectored forms an object, fs.exists its boolean', async (t) => {
  const { sameLater, library } = oracle(t);
  const nodeUtil = await import('node:util');
  for (const name of ['read', 'readv', 'write', 'writev', 'exists', 'readFile'] as const) {
    await sameLater(name, (fs, at) => {
      const { promisify } = (fs === library ? util : nodeUtil) as typeof nodeUtil;
      const fd = fs.openSync(at(`${name}.txt`), 'w+');
      fs.writeSync(fd, 'content');
      const call = promisify(fs[name]) as (...args: unknown[]) => Promise<unknown>;
      if (name === 'exists' || name === 'readFile') return call(at(`${name}.txt`));
      return name.endsWith('v') ? call(fd, [Buffer.alloc(2)], 0) : call(fd, Buffer.alloc(3), 0, 3, 0);
    });
  }
});
