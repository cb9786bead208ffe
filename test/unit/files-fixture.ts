// A folder with a readable and a writable grant and something outside, for the tests of the file bridge.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createFiles, type Files } from '../../engine/worker/bridge/files.ts';
import type { FilesLimits } from '../../engine/worker/bridge/files-state.ts';
import { type Grants, resolveGrants } from '../../engine/worker/bridge/grants.ts';

export interface Fixture {
  /** Real path of everything: root (readable), data (writable), outside, secret. */
  readonly base: string;
  readonly grants: Grants;
  readonly files: Files;
  readonly written: Array<[fd: number, text: string]>;
  /** Calls a handler as the sandbox does: with anything. */
  call(name: string, ...args: unknown[]): unknown;
  at(path: string): string;
}

export function filesFixture(t: TestContext, limits?: FilesLimits, body = 'a=1'): Fixture {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-files-')));
  const at = (path: string) => join(base, path);
  for (const folder of ['root/sub', 'data/sub', 'outside/sub', 'data-other'])
    mkdirSync(at(folder), { recursive: true });
  for (const file of ['root/page.txt', 'data/count.txt', 'outside/secret.txt', 'data-other/secret.txt']) {
    writeFileSync(at(file), `${file}\n`);
  }
  for (const [link, target] of [
    ['root/out', '../outside'],
    ['root/secret', '../outside/secret.txt'],
    ['root/in', 'sub'],
    ['data/out', at('outside')],
    ['data/secret', at('outside/secret.txt')],
    ['data/new', at('outside/new.txt')],
    ['data/missing', 'missing.txt'],
    ['data/loop', 'loop'],
    ['data/root', '../root'],
    ['door', 'data'],
  ] as const) {
    symlinkSync(target, at(link));
  }
  execFileSync('mkfifo', [at('data/fifo')]);
  const written: Fixture['written'] = [];
  let rest: Uint8Array = Buffer.from(body);
  const grants = resolveGrants([at('root')], [at('data')]);
  const files = createFiles(
    grants,
    {
      write(fd, data) {
        written.push([fd, Buffer.from(data as string).toString()]);
        return 0;
      },
      readStdin(max) {
        const piece = Uint8Array.from(rest.subarray(0, max));
        rest = rest.subarray(max);
        return piece;
      },
    },
    limits,
  );
  const call = (name: string, ...args: unknown[]) =>
    (files.handlers as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args);
  t.after(() => {
    files.closeAll();
    process.chdir(tmpdir());
    rmSync(base, { recursive: true, force: true });
  });
  return { base, grants, files, written, call, at };
}

/** Text of a result that should be bytes. */
export function text(result: unknown): unknown {
  return result instanceof Uint8Array ? Buffer.from(result).toString() : result;
}
