// Runs one CommonJS script in node and in the sandbox and compares what it prints: node is the oracle for what needs an event loop.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { scriptFolder } from '../engine/script-folder.ts';

const HEADER = 'Content-Type: text/plain\n\n';

/** The body both printed. `input` is the standard input of both; further files lie beside the script, `env` is added to the environment. */
export async function sameOutput(
  t: TestContext,
  code: string,
  input = '',
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<string> {
  const script = `process.stdout.write(${JSON.stringify(HEADER)});\n${code}`;
  const { engine, root } = scriptFolder(t, { ...files, 'script.cjs': script, 'script.js': script });
  const response = await engine.execute('script.js', { method: 'POST', body: input, env });
  const ours = await response.text();
  const { stderr } = await response.report;
  const node = execFileSync(process.execPath, ['--no-warnings', join(root, 'script.cjs')], {
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.ok(node.length > HEADER.length, 'the script prints something');
  assert.equal(`${HEADER}${ours}`, node, stderr);
  return ours;
}
