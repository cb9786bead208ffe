// Runs a script under node and in the sandbox and compares what it printed: the same file, started as a program and as a CGI script.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type CgiError, type EngineOptions, isCgiError } from 'freshcgi';
import { type ScriptFolder, scriptFolder } from '../script-folder.ts';

/** What a script did. */
export interface Printed {
  readonly stdout: string;
  /** The report of an uncaught error up to its stack, or a warning: frames differ below the script's own. */
  readonly stderr: string;
  readonly exitCode: number | null;
}

export const HEADER = 'Content-Type: text/plain\n\n';
/** Files every folder has: the header block, for scripts whose first statement must be an import. */
const HEADER_FILES = {
  'header.mjs': `process.stdout.write(${JSON.stringify(HEADER)});`,
  'header.cjs': `process.stdout.write(${JSON.stringify(HEADER)});`,
};

/** The files, each `script` of which is run both ways. */
export function folderOf(t: TestContext, files: Record<string, string>, options: EngineOptions = {}): ScriptFolder {
  return scriptFolder(t, { ...HEADER_FILES, ...files }, options);
}

export async function sameAsNode(folder: ScriptFolder, script: string): Promise<Printed> {
  const ours = await inSandbox(folder, script);
  assert.deepEqual(ours, underNode(folder, script), script);
  return ours;
}

export function underNode(folder: ScriptFolder, script: string): Printed {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder.root, script)], { encoding: 'utf8' });
  return { stdout: body(stdout), stderr: reportOf(stderr), exitCode: status };
}

export async function inSandbox(folder: ScriptFolder, script: string): Promise<Printed> {
  try {
    const response = await folder.engine.execute(script);
    const stdout = await response.text();
    const { stderr, exitCode } = await response.report;
    return { stdout, stderr: reportOf(stderr), exitCode };
  } catch (error) {
    if (!isCgiError(error)) throw error;
    const { details } = error as CgiError;
    return { stdout: body(details.stdout ?? ''), stderr: reportOf(details.stderr ?? ''), exitCode: 1 };
  }
}

function body(stdout: string): string {
  return stdout.startsWith(HEADER) ? stdout.slice(HEADER.length) : stdout;
}

/** Place, source line and error. Stacks have other frames of node, and carets stand under another part of a throw statement. */
function reportOf(stderr: string): string {
  return (
    stderr
      .replace(/^node:internal.*\n.*\n.*\n\n/m, '')
      .replace(/^file:\/\//gm, '')
      .split('\n')
      .filter((line) => !/^\s+at |^\(Use .*to show where|^\s*\^*\s*$/.test(line))
      // The brace before an error's own properties stands behind its last frame, or behind its message where all frames were hidden.
      .map((line) => line.replace(/ \{$/, ''))
      .join('\n')
  );
}
