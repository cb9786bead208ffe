// How a worker process is started: no environment, Node's permission model, exactly the folders the engine grants. Parent side.
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import type { WorkerSettings } from '../wire/messages.ts';

const require = createRequire(import.meta.url);
/** dist/: this compiled file is dist/engine/pool/worker-arguments.js. */
const DIST = realpathSync(join(import.meta.dirname, '..', '..'));
/** The build makes it of engine/worker/main.ts. */
const MAIN = join(DIST, 'engine', 'worker', 'main.cjs');

/** Packages the worker loads, by the folder they are in. */
const PACKAGES = ['isolated-vm', 'node-gyp-build', 'es-module-lexer', 'cjs-module-lexer'];

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The library's stored code is good for these only. */
export const V8_FLAGS = [
  // V8 crashes when isolates of one process come from different snapshots (isolated-vm, README).
  '--no-node-snapshot',
  // The worker's own heap, not that of the runs (worker/young-generation.ts): what it holds is garbage after the run.
  '--max-semi-space-size=2',
] as const;

/** Arguments of `process.execPath` for a worker with these settings. */
export function workerArguments(settings: WorkerSettings): string[] {
  const granted = [settings.root, ...settings.allowRead, ...settings.allowWrite];
  const readable = [
    DIST,
    join(DIST, '..', 'package.json'),
    ...packageFolders(),
    // node-gyp-build looks here for musl.
    '/etc/alpine-release',
    settings.spoolFolder,
    ...granted,
  ];
  // Of a folder that is not there when the worker starts, as in the middle of a deployment, Node would grant the name and nothing in it.
  const flag = (name: string, path: string) => `--${name}=${granted.includes(path) ? join(path, '*') : path}`;
  return [
    ...V8_FLAGS,
    '--permission',
    '--allow-addons',
    '--allow-worker',
    '--disable-warning=SecurityWarning',
    ...outermost(readable).map((path) => flag('allow-fs-read', path)),
    ...outermost(settings.allowWrite).map((path) => flag('allow-fs-write', path)),
    MAIN,
    JSON.stringify(settings),
  ];
}

/** Without what lies in another one of them: Node refuses a folder itself (not what is in it) that was granted after one inside it. */
export function outermost(paths: readonly string[]): string[] {
  const kept: string[] = [];
  for (const path of [...paths].sort((a, b) => a.length - b.length)) {
    if (!kept.some((outer) => path === outer || path.startsWith(outer.endsWith('/') ? outer : `${outer}/`)))
      kept.push(path);
  }
  return kept;
}

let folders: string[] | undefined;

/** Where Node looks for the packages on its way up from dist/, and where they really are: the permission model asks about both. */
function packageFolders(): string[] {
  if (folders !== undefined) return folders;
  folders = PACKAGES.map(realFolder);
  for (let at = dirname(DIST); ; at = dirname(at)) {
    for (const name of PACKAGES) folders.push(...wayTo(join(at, 'node_modules', name)));
    if (at === dirname(at)) return folders;
  }
}

/**
 * The path itself, and each link on the way to what it names: Node asks where every one of them leads. A link grants all behind it, so only
 * those that lead to packages.
 */
function wayTo(path: string): string[] {
  const way = [path];
  for (let at = path; way.length < MAX_LINKS; ) {
    const link = firstLink(at);
    if (link === undefined || !leadsToPackages(link)) break;
    way.push(link);
    at = join(resolve(dirname(link), readlinkSync(link)), relative(link, at));
  }
  return way;
}

function firstLink(path: string): string | undefined {
  const above = path === dirname(path) ? undefined : firstLink(dirname(path));
  if (above !== undefined) return above;
  try {
    return lstatSync(path).isSymbolicLink() ? path : undefined;
  } catch {
    return undefined; // not there, or not for us: Node looks further up, too
  }
}

function leadsToPackages(link: string): boolean {
  try {
    return /\/node_modules(\/|$)/.test(realpathSync(link));
  } catch {
    return false; // it leads nowhere
  }
}

function realFolder(name: string): string {
  // Not every package exports its package.json: climb from its entry to the folder that carries its name.
  let folder = dirname(realpathSync(require.resolve(name, { paths: [dirname(require.resolve('isolated-vm'))] })));
  while (!folder.endsWith(name)) folder = dirname(folder);
  return folder;
}
