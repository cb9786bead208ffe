// From a resolved path to code or data: reads, compiles, and turns what can go wrong into the library's terms. Worker side.
import type ivm from 'isolated-vm';
import type { Compiler } from '../compile.ts';
import { hashSource, readSource, type Source } from './source.ts';

/** What loading needs of the run. */
export interface LoadingRun {
  readonly files: Readonly<Record<string, string>> | undefined;
  readonly isReadable: (path: string) => boolean;
  lastError: string;
}

const ENOENT = -2;
const EACCES = -13;

/** Compiled code, JSON text, or -errno with the run's lastError set. */
export function loadModule(
  path: string,
  run: LoadingRun,
  compiler: Compiler,
  onText: (text: string) => void,
): ivm.Script | string | number {
  const source = takeSource(path, run);
  if (typeof source === 'number') return source;
  onText(source.text);
  if (path.endsWith('.json')) return source.text.charCodeAt(0) === 0xfeff ? source.text.slice(1) : source.text;
  try {
    return compiler.compile(source);
  } catch (error) {
    run.lastError = describeSyntaxError(error, source);
    return ENOENT;
  }
}

function takeSource(path: string, run: LoadingRun): Source | number {
  if (run.files !== undefined && Object.hasOwn(run.files, path)) {
    const text = run.files[path] as string; // hasOwn
    return { path, text, hash: hashSource(text) };
  }
  if (!run.isReadable(path)) {
    run.lastError = `ERR_ACCESS_DENIED\0Cannot load "${path}": it lies outside the folders this script may read`;
    return EACCES;
  }
  try {
    return readSource(path);
  } catch (error) {
    const { code = 'EIO', message } = error as NodeJS.ErrnoException; // node:fs throws nothing else
    run.lastError = code === 'ENOENT' ? `MODULE_NOT_FOUND\0Cannot find module '${path}'` : `${code}\0${message}`;
    return ENOENT;
  }
}

/** isolated-vm ends the message with ' [path:line:column]'; node prints place, line and caret above the stack. */
function describeSyntaxError(error: unknown, source: Source): string {
  const text = error instanceof Error ? error.message : String(error);
  const place = /^([\s\S]*) \[.*:(\d+):(\d+)\]$/.exec(text);
  const [, message = text, line = '1', column = '1'] = place ?? [];
  const shown = source.text.split('\n')[Number(line) - 1] ?? '';
  const caret = `${' '.repeat(Math.max(0, Number(column) - 1))}^`;
  return `SyntaxError\0${message}\0${source.path}:${line}\n${shown.slice(0, 512)}\n${caret}`;
}
