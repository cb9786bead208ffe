// A temporary folder of scripts with an engine on it, both gone at the end of the test.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { createEngine, type Engine, type EngineOptions } from 'freshcgi';

export interface ScriptFolder {
  readonly root: string;
  readonly engine: Engine;
  /** Adds or replaces files. */
  write(files: Record<string, string>): void;
}

export function scriptFolder(t: TestContext, files: Record<string, string>, options: EngineOptions = {}): ScriptFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-test-')));
  const write = (more: Record<string, string>) => {
    for (const [name, text] of Object.entries(more)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  write(files);
  const engine = createEngine({ root, ...options });
  t.after(async () => {
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  });
  return { root, engine, write };
}

/** A script that prints a header block and then what the given body of code prints. */
export function page(code: string): string {
  return `process.stdout.write('Content-Type: text/plain\\n\\n');\n${code}`;
}

/** What a script answers. */
export async function textOf(engine: Engine, script: string): Promise<string> {
  return (await engine.execute(script)).text();
}
