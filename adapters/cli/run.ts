// `freshcgi run`: one script, one request, its answer on stdout.
import { createReadStream, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { CgiError, createEngine, type ScriptRequest, type ScriptResponse, type Touched } from '../../engine/index.ts';
import { escapeControls } from '../log.ts';
import type { RunCommand } from './options.ts';

/** Runs the script and prints what it answers. The exit code is 0 for a 2xx or 3xx answer, 130 after Ctrl-C. */
export async function run(command: RunCommand): Promise<number> {
  const { root, script } = locate(command);
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  process.once('SIGTERM', () => stopped.abort());
  const engine = createEngine({
    ...command.engine,
    root,
    trace: command.trace,
    onReport: ({ stderr, touched }) => {
      process.stderr.write(stderr);
      if (touched !== undefined) process.stderr.write(describe(touched));
    },
    onNotice: (line) => process.stderr.write(`freshcgi: ${escapeControls(line)}\n`),
  });
  try {
    const response = await engine.execute(script, requestOf(command, stopped.signal));
    if (command.include) process.stdout.write(headerBlock(response), 'latin1');
    for await (const chunk of response.body) {
      if (!process.stdout.write(chunk)) await new Promise((done) => process.stdout.once('drain', done));
    }
    await response.report;
    return response.status < 400 ? 0 : 1;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    throw error;
  } finally {
    // Unread input would keep the process.
    process.stdin.destroy();
    await engine.close();
  }
}

/** One line for each variable, file and module. */
function describe(touched: Touched): string {
  const lines = Object.entries(touched).flatMap(([kind, names]: [string, readonly string[]]) =>
    names.map((name) => `${kind.padEnd(7)}  ${escapeControls(name)}\n`),
  );
  return lines.join('');
}

/** Without --root the script's own folder is the root; with it, a path that lies there may be given as seen from here. */
function locate(command: RunCommand): { readonly root: string; readonly script: string } {
  const path = resolve(command.script);
  if (command.root === undefined) {
    if (existsSync(path)) return { root: dirname(path), script: basename(path) };
    throw new CgiError('SCRIPT_NOT_FOUND', `Cannot run "${command.script}": there is no such file`);
  }
  if (!existsSync(command.root)) {
    throw new CgiError('BAD_OPTION', `Cannot use root "${command.root}": there is no such folder`);
  }
  const below = existsSync(path)
    ? relative(realpathSync(command.root), join(realpathSync(dirname(path)), basename(path)))
    : '';
  const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below);
  return { root: command.root, script: isBelow ? below : command.script };
}

function requestOf(command: RunCommand, signal: AbortSignal): ScriptRequest {
  const { method, query, pathInfo, data, dataFile } = command;
  const headers = [...command.headers];
  // As curl does it: text on the command line is a form unless said otherwise.
  if (data !== undefined && !headers.some(([name]) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  const body = data ?? (dataFile === undefined ? null : openData(dataFile));
  return { method, query, headers, signal, body, ...(pathInfo !== undefined && { pathInfo }) };
}

function openData(path: string): AsyncIterable<Uint8Array> {
  if (path === '-') return process.stdin;
  try {
    // Found out here: of a stream that fails the engine would say that its sender went away.
    if (statSync(path).isDirectory()) throw new Error('it is a folder');
    return createReadStream(path, { fd: openSync(path, 'r') });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CgiError('BAD_OPTION', `Cannot read data file "${path}": ${reason}`, { cause });
  }
}

function headerBlock(response: ScriptResponse): string {
  const fields = response.headerPairs.map(([name, value]) => `${name}: ${value}\r\n`);
  const reason = response.statusText || STATUS_CODES[response.status] || '';
  return `HTTP/1.1 ${response.status} ${reason}\r\n${fields.join('')}\r\n`;
}
