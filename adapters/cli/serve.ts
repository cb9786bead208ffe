// `freshcgi serve`: a folder of scripts over HTTP until a signal comes. Everything it does, an app of your own can do as well.
import { accessSync, constants, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { CgiError, createEngine, type Engine, type RunReport } from '../../engine/index.ts';
import { asCgiError } from '../error-page.ts';
import { createLog, type Log } from '../log.ts';
import type { NodeServer } from '../node.ts';
import type { ServeCommand } from './options.ts';
import { requireFolder } from './require-folder.ts';

/** What a drain may take longer than the longest run. */
const GRACE_MS = 5000;
/** Ctrl-C reaches a launcher and this process at once, and the launcher passes it on: that is one signal, not two. */
const SAME_SIGNAL_MS = 150;

/** An engine around the one that runs the scripts, which may know the requests by names of its own. */
export interface ServedEngine extends Engine {
  renamed?(report: RunReport): RunReport;
}

/** Serves until SIGTERM, SIGINT or SIGHUP, then finishes what was begun. `wrap` may put something around the engine. */
export async function serve(
  command: Omit<ServeCommand, 'kind'>,
  wrap = (engine: Engine): ServedEngine => engine,
): Promise<number> {
  requireFolder('serve scripts from', command.dir);
  if (command.static !== undefined) requireFolder('serve files from', command.static);
  const log = createLog({ stream: process.stderr });
  const engine: Engine = createEngine({
    ...command.engine,
    root: command.dir,
    ...(command.static !== undefined && { documentRoot: resolve(command.static) }),
    onReport: (report) => log.report(served.renamed?.(report) ?? report, engine.root),
    onNotice: log.notice,
  });
  const served = wrap(engine);
  // A worker takes longer to start than all that is loaded here.
  engine.ready().catch((error: unknown) => log.error('-', asCgiError(error)));
  const { host, port } = command;
  let server: NodeServer;
  try {
    const { listen } = await import('./served-app.ts');
    server = await listen(command, served, log);
  } catch (error) {
    await engine.close();
    throw new CgiError('BAD_OPTION', `Cannot listen on ${authority(host, port)}: ${describe(error)}`, { cause: error });
  }
  const stopped = untilSignal(log);
  for (const notice of noticesOf(command, engine.root)) log.notice(notice);
  process.stdout.write(`freshcgi listening on http://${authority(host, server.port)}${command.mount}/\n`);
  if (process.stderr.isTTY) process.stderr.write(hint(command, engine));
  await stopped;
  await shutDown(server, served, (command.engine.timeout ?? 30_000) + GRACE_MS);
  return 0;
}

/** Resolves at the first signal; the second one ends the process where it stands. */
function untilSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (first === 0) {
        first = performance.now();
        log.notice(`${signal}: finishing what was begun, once more to stop at once`);
        resolve();
      } else if (performance.now() - first > SAME_SIGNAL_MS) process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}

async function shutDown(server: NodeServer, engine: Engine, graceMs: number): Promise<void> {
  const end = performance.now() + graceMs;
  // A timer waits no longer than that: 24 days.
  const late = setTimeout(() => void server.close(), Math.min(graceMs, 2 ** 31 - 1));
  await server.drain();
  clearTimeout(late);
  // Behind an answer without a body its script goes on.
  await engine.close(end - performance.now());
}

/** What goes on, but hardly as it was meant: otherwise the first client would find out. */
function noticesOf({ dir, static: files, engine }: Omit<ServeCommand, 'kind'>, root: string): string[] {
  const { allowRead = [], allowWrite = [] } = engine;
  const read = [dir, ...allowRead, ...(files === undefined ? [] : [files])];
  const closed = read.filter((folder) => !isOpen(folder, constants.X_OK));
  const fixed = allowWrite.filter((folder) => !isOpen(folder, constants.X_OK | constants.W_OK));
  const mixed = allowWrite.filter((folder) => overlaps(realpathSync(folder), root));
  return [
    ...closed.map((folder) => `${folder}: this user may not read what is in it`),
    ...fixed.map((folder) => `--allow-write ${folder}: this user may not write there`),
    ...mixed.map((folder) => `--allow-write ${folder}: scripts may write where scripts are run from`),
  ];
}

function isOpen(folder: string, mode: number): boolean {
  try {
    accessSync(folder, mode);
    return true;
  } catch {
    return false;
  }
}

/** What a person in front of a terminal may want to know next. */
function hint(command: Omit<ServeCommand, 'kind'>, engine: Engine): string {
  const parts = [`scripts in ${engine.root}`];
  if (command.static !== undefined) parts.push(`files in ${command.static}`);
  if (command.dev) parts.push('failures are shown in the browser');
  parts.push('Ctrl-C stops');
  return `${parts.join(', ')}\n`;
}

/** Whether one of two folders lies in the other, or is it. */
function overlaps(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'another program listens there already';
  if (code === 'EACCES') return 'this user may not, ports below 1024 are for root';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'this machine has no such address';
  return String(error);
}

function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
