// Runs the same calls against the library's fs, connected to the real file handlers, and against Node's own, in two equal folders.
import assert from 'node:assert/strict';
import nodeFs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { createFiles } from '../../engine/worker/bridge/files.ts';
import { resolveGrants } from '../../engine/worker/bridge/grants.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';
import { turn } from '../../sandbox-lib/internal/loop.ts';
import { prepareProcess } from '../../sandbox-lib/internal/process.ts';
import libraryFs from '../../sandbox-lib/node/fs.ts';

type Fs = typeof nodeFs;
/** One call or a few; `at` makes a path in the folder of this side. */
export type Calls = (fs: Fs, at: (path: string) => string) => unknown;

export interface Oracle {
  /** Both sides must answer the same, errors included; what differs is reported at the end, all of it. */
  same(name: string, calls: Calls): void;
  /** The same for a promise. */
  sameLater(name: string, calls: Calls): Promise<void>;
  readonly library: Fs;
  at(path: string): string;
}

const FIELDS = ['name', 'code', 'message', 'errno', 'syscall', 'path', 'dest'] as const;

/** An error as plain data; everything that names one of the folders is made equal. */
function flatten(value: unknown, base: string): unknown {
  if (typeof value === 'string') return value.replaceAll(base, '<base>').replaceAll(basename(base), '<name>');
  if (value instanceof Error) {
    const error = value as unknown as Record<string, unknown>;
    return Object.fromEntries(FIELDS.filter((key) => key in error).map((key) => [key, flatten(error[key], base)]));
  }
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  if (value instanceof Date) return 'a date';
  if (Array.isArray(value)) return value.map((one) => flatten(one, base));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, flatten(one, base)]));
  }
  return value;
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** Lets the library's loop turn until the promise is settled. */
async function settle(result: unknown): Promise<unknown> {
  let open = true;
  const settled = Promise.resolve(result).then(
    (value) => value,
    (error: unknown) => error,
  );
  void settled.then(() => {
    open = false;
  });
  while (open) {
    await new Promise((resolve) => setImmediate(resolve));
    if (open && turn() < 0) throw new Error('The loop of the library ended before the promise was settled');
  }
  return settled;
}

function fill(base: string): void {
  for (const folder of ['sub', 'sub/deep', 'empty']) nodeFs.mkdirSync(join(base, folder));
  nodeFs.writeFileSync(join(base, 'text.txt'), 'grüße\nline 2\n');
  nodeFs.writeFileSync(join(base, 'bytes.bin'), Buffer.from([0, 255, 128, 65]));
  nodeFs.writeFileSync(join(base, 'sub/one.txt'), '1');
  nodeFs.writeFileSync(join(base, 'sub/deep/two.txt'), '22');
  nodeFs.symlinkSync('text.txt', join(base, 'link'));
  nodeFs.symlinkSync('none', join(base, 'dangling'));
  nodeFs.symlinkSync('sub', join(base, 'folder-link'));
}

export function oracle(t: TestContext): Oracle {
  const bases = ['node', 'library'].map((side) => {
    const base = nodeFs.realpathSync(nodeFs.mkdtempSync(join(tmpdir(), `freshcgi-${side}-`)));
    fill(base);
    return base;
  }) as [string, string];
  const grants = resolveGrants([], [bases[1]]);
  const files = createFiles(grants, { write: () => 0, readStdin: () => new Uint8Array(0) });
  const constants = {
    platform: 'linux',
    arch: process.arch,
    nodeVersion: process.version,
    versions: {},
    maxTimers: 100,
  };
  const handlers: Record<string, (...args: unknown[]) => unknown> = {
    ...files.handlers,
    clock: () => performance.now(),
  };
  connectHost(((name: string, ...args: unknown[]) => handlers[name]?.(...args)) as never, JSON.stringify(constants));
  prepareProcess('', '', bases[1]);
  const realCwd = process.cwd;
  t.after(() => {
    process.cwd = realCwd;
    files.closeAll();
    process.chdir(tmpdir());
    for (const base of bases) nodeFs.rmSync(base, { recursive: true, force: true });
  });
  const differences: string[] = [];
  const compare = (name: string, actual: unknown, expected: unknown) => {
    try {
      assert.deepEqual(flatten(actual, bases[1]), flatten(expected, bases[0]));
    } catch (error) {
      differences.push(`${name}: ${(error as Error).message}`);
    }
  };
  t.after(() => assert.ok(differences.length === 0, differences.join('\n')));
  const library = libraryFs as unknown as Fs;
  const sides = [nodeFs, library] as const;
  const run = (calls: Calls, side: 0 | 1) => {
    const base = bases[side];
    if (side === 0) process.chdir(base);
    process.cwd = () => base;
    const result = attempt(() => calls(sides[side], (path) => (path === '' ? base : `${base}/${path}`)));
    process.cwd = realCwd;
    return result;
  };
  return {
    library,
    at: (path) => join(bases[1], path),
    same(name, calls) {
      const [expected, actual] = [run(calls, 0), run(calls, 1)];
      compare(name, actual, expected);
    },
    async sameLater(name, calls) {
      const expected = await Promise.resolve(run(calls, 0)).catch((error: unknown) => error);
      const actual = await settle(run(calls, 1));
      compare(name, actual, expected);
    },
  };
}
