// EngineOptions and the one function that turns them into ResolvedOptions, which nobody re-checks. Parent side.
import { realpathSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import {
  badOption,
  checkAddresses,
  checkEnvironment,
  checkExtensions,
  checkKind,
  checkNumber,
  checkUser,
  findFolder,
  makeFolder,
} from './option-checks.ts';
import { VERSION } from './version.ts';

/**
 * What a request finds of the one before it: nothing; the context with its built-ins, but no user module; or everything, the state of
 * modules included. The last two are for code you trust.
 */
export type Reload = 'context' | 'modules' | 'never';

/** Options of `createEngine`. Every one has a default; the root is all that is usually given. */
export interface EngineOptions {
  /** Folder of the scripts. In-memory scripts need none. @default './cgi-bin' */
  root?: string;
  /** Worker processes, each with one run at a time; 'cores' for one per core. @default 1 */
  workers?: number | 'cores';
  /** Keeps one process more ready, which takes over when a worker is killed or replaced. @default true */
  spare?: boolean;
  /** What a run finds of the one before it: nothing, its warm built-ins, or its modules as well; the last two for code you trust. @default 'context' */
  reload?: Reload;
  /** 'script' keeps a script from overlapping itself across workers. @default 'none' */
  serialize?: 'none' | 'script';
  /** Wall time of a run in milliseconds; time blocked on a slow client is not counted. @default 30000 */
  timeout?: number;
  /** CPU time of a run in milliseconds, user and system. @default 10000 */
  cpu?: number;
  /** Heap of a run in MiB, at least 16. @default 128 */
  memory?: number;
  /** Largest request body in bytes. @default 10485760 (10 MiB) */
  maxBody?: number;
  /** Largest response body in bytes. @default Infinity */
  maxOutput?: number;
  /** Largest header block of a script in bytes. @default 65536 */
  maxHeaderBlock?: number;
  /** Bytes of stderr kept and logged per run; the rest is counted. @default 65536 */
  maxStderr?: number;
  /** Live timers of a run. @default 1000 */
  maxTimers?: number;
  /** May scripts make code from text: eval, new Function, vm? Template engines need it. @default true */
  codeGeneration?: boolean;
  /** Host calls of a run, or Infinity. @default 1000000 */
  maxHostCalls?: number;
  /** Requests that may wait for a worker, each for as long as its client does. @default 256 */
  queue?: number;
  /** Bytes of all spooled request bodies together, and as many again of what slow clients have not taken of responses, or Infinity. @default 4294967296 (4 GiB) */
  maxSpool?: number;
  /** Milliseconds a client may leave a response unread. @default 30000 */
  clientIdle?: number;
  /** Runs until an isolate is replaced, or Infinity. @default 50 */
  runsPerIsolate?: number;
  /** Runs until a worker process is replaced, ±10 %, or Infinity. @default 10000 */
  runsPerWorker?: number;
  /** Milliseconds until a worker process is replaced, at the end of a run, or Infinity. @default 3600000 (an hour) */
  workerAge?: number;
  /** Memory in MiB that a worker process may keep between runs, or Infinity; one that keeps more is replaced. @default 384 */
  workerMemory?: number;
  /** User that workers run as, together with `gid`; only root can choose. @default the user of this process */
  uid?: number;
  /** Group that workers run as; they keep no other groups. @default the groups of this process */
  gid?: number;
  /** Folders scripts may read beside the root. @default [] */
  allowRead?: readonly string[];
  /** Folders scripts may read and write; made if missing. @default [] */
  allowWrite?: readonly string[];
  /** Folders that stand in for others, by the other's name, under which a script finds and may write them: copies, in tests. @default {} */
  standIns?: Readonly<Record<string, string>>;
  /** Records what each run uses: `RunReport.touched`. For a diagnosis; it slows runs down. @default false */
  trace?: boolean;
  /** Environment variables of every script; computed meta-variables of the same name give way (RFC 3875 4.1). TZ is the time zone of its dates, too. @default {} */
  env?: Readonly<Record<string, string>>;
  /** Folder for spooled bodies and those files. @default a private folder in the system's temp folder */
  spoolFolder?: string;
  /** What to do with malformed script output. @default 'strict' */
  onMalformed?: 'strict' | 'lenient';
  /** Extensions that run, with their dot, '' for names without one; all but those of JavaScript and TypeScript need a node shebang or none. @default ['.js', '.cjs', '.mjs', '.ts', '.cgi'] */
  extensions?: readonly string[];
  /** Names tried for a folder, in order. @default ['index.js', 'index.cjs', 'index.mjs', 'index.ts', 'index.cgi'] */
  index?: readonly string[];
  /** Methods that reach a script; undefined lets any token but TRACE and CONNECT through. @default undefined */
  methods?: readonly string[];
  /** 'reject' answers 411 to a chunked body, otherwise it is counted and passed on. @default 'accept' */
  chunked?: 'accept' | 'reject';
  /** May a path go on behind the script's name (PATH_INFO)? @default true */
  acceptPathInfo?: boolean;
  /** '//a//b' is '/a/b', as in Apache. @default true */
  mergeSlashes?: boolean;
  /** What becomes of '%2F' in a path: 404, a slash, or itself. @default 'refuse' */
  encodedSlashes?: 'refuse' | 'decode' | 'keep';
  /** May a link under root lead out of it? @default false */
  followSymlinks?: boolean;
  /** Runs only files with an execute bit. @default false */
  requireExecBit?: boolean;
  /** Words of a query without '=' become arguments (RFC 3875 4.4). @default false */
  queryArguments?: boolean;
  /** 'apache' follows a local Location whatever else the script wrote, 'sole' only where it is the one field. @default 'sole' */
  localRedirect?: 'sole' | 'apache';
  /** Exports the client's Authorization field to scripts. @default false */
  passAuthorization?: boolean;
  /** Exports HTTP_CONNECTION. @default false */
  passHopByHop?: boolean;
  /** Exports header fields with an underscore in their name. @default false */
  allowUnderscores?: boolean;
  /** Sends a script's X-CGI-… fields on to the client. @default false */
  keepCgiFields?: boolean;
  /** IP addresses whose X-Forwarded-For, -Proto, -Host and -Port fields are believed. @default [] */
  trustProxy?: readonly string[];
  /** DOCUMENT_ROOT, and what PATH_TRANSLATED starts with. @default '' (neither is set) */
  documentRoot?: string;
  /** SERVER_NAME of a request without Host. @default '' (the local address) */
  serverName?: string;
  /** SERVER_SOFTWARE, 'name/version'. @default 'freshcgi/<version>' */
  serverSoftware?: string;
  /** Called once per finished run, after the response. Errors thrown in it are ignored. */
  onReport?: (report: import('./types.ts').RunReport) => void;
  /** One line about the engine's own life: a worker died, an isolate was dropped. @default none */
  onNotice?: (line: string) => void;
}

type Given = 'onReport' | 'onNotice' | 'methods' | 'uid' | 'gid';
/** Complete and checked; folders are absolute real paths, `aliases` the names of those that were given by a link. */
export type ResolvedOptions = Readonly<
  Required<Omit<EngineOptions, 'workers' | Given>> & {
    workers: number;
    aliases: ReadonlyArray<readonly [given: string, real: string, isStandIn?: true]>;
  } & Pick<EngineOptions, Given>
>;

const DEFAULTS = {
  root: './cgi-bin',
  workers: 1,
  spare: true,
  reload: 'context',
  serialize: 'none',
  timeout: 30_000,
  cpu: 10_000,
  memory: 128,
  maxBody: 10 * 1024 * 1024,
  maxOutput: Number.POSITIVE_INFINITY,
  maxHeaderBlock: 65_536,
  maxStderr: 65_536,
  maxTimers: 1000,
  codeGeneration: true,
  maxHostCalls: 1_000_000,
  queue: 256,
  maxSpool: 4 * 1024 * 1024 * 1024,
  clientIdle: 30_000,
  runsPerIsolate: 50,
  runsPerWorker: 10_000,
  workerAge: 3_600_000,
  workerMemory: 384,
  allowRead: [],
  allowWrite: [],
  standIns: {},
  trace: false,
  env: {},
  spoolFolder: tmpdir(),
  onMalformed: 'strict',
  extensions: ['.js', '.cjs', '.mjs', '.ts', '.cgi'],
  index: ['index.js', 'index.cjs', 'index.mjs', 'index.ts', 'index.cgi'],
  chunked: 'accept',
  acceptPathInfo: true,
  mergeSlashes: true,
  encodedSlashes: 'refuse',
  followSymlinks: false,
  requireExecBit: false,
  queryArguments: false,
  localRedirect: 'sole',
  passAuthorization: false,
  passHopByHop: false,
  allowUnderscores: false,
  keepCgiFields: false,
  trustProxy: [],
  documentRoot: '',
  serverName: '',
  serverSoftware: `freshcgi/${VERSION}`,
} as const satisfies Required<Omit<EngineOptions, Given>>;

/** Smallest allowed value of each number. */
const MINIMUM: Partial<Record<keyof EngineOptions, number>> = {
  workers: 1,
  timeout: 1,
  cpu: 1,
  memory: 16,
  maxBody: 0,
  maxOutput: 0,
  maxHeaderBlock: 64,
  maxStderr: 0,
  maxTimers: 1,
  maxHostCalls: 1,
  queue: 0,
  maxSpool: 0,
  clientIdle: 1,
  runsPerIsolate: 1,
  runsPerWorker: 1,
  workerAge: 1,
  workerMemory: 1,
};
const CHOICES: Partial<Record<keyof EngineOptions, readonly string[]>> = {
  reload: ['context', 'modules', 'never'],
  serialize: ['none', 'script'],
  onMalformed: ['strict', 'lenient'],
  chunked: ['accept', 'reject'],
  encodedSlashes: ['refuse', 'decode', 'keep'],
  localRedirect: ['sole', 'apache'],
};
/** A value of the kind that each option takes. */
const KINDS: Required<EngineOptions> = { ...DEFAULTS, onReport() {}, onNotice() {}, methods: [], uid: 0, gid: 0 };
const INFINITE = 'maxOutput runsPerWorker workerAge workerMemory runsPerIsolate maxHostCalls maxSpool';
const MAY_BE_INFINITE = new Set<string>(INFINITE.split(' '));

/**
 * Fills the defaults and checks every option once.
 *
 * @throws CgiError BAD_OPTION naming the option and the value
 */
export function resolveOptions(options: EngineOptions = {}): ResolvedOptions {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(KINDS, name)) throw badOption(name, 'is not an option', '');
  }
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const [name, value] of Object.entries(set)) checkKind(name, value, KINDS[name as keyof EngineOptions]);
  const merged: Required<Omit<EngineOptions, Given>> & Pick<EngineOptions, Given> = { ...DEFAULTS, ...set };
  const workers = merged.workers === 'cores' ? availableParallelism() : merged.workers;
  for (const [name, minimum] of Object.entries(MINIMUM)) {
    const value = name === 'workers' ? workers : merged[name as keyof EngineOptions];
    checkNumber(name, value, minimum, MAY_BE_INFINITE.has(name));
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = merged[name as keyof EngineOptions];
    if (!choices.includes(value as string)) throw badOption(name, `must be one of ${choices.join(', ')}`, value);
  }
  checkEnvironment(merged.env);
  checkExtensions(merged.extensions);
  checkAddresses(merged.trustProxy);
  checkUser(merged.uid, merged.gid);
  // Only an explicitly named root must exist: an engine for in-memory scripts has none.
  const root = findFolder('root', merged.root, options.root !== undefined);
  const allowRead = merged.allowRead.map((path) => findFolder('allowRead', path, true));
  const standIns = Object.entries(merged.standIns).map(([name, path]) => [resolve(name), path] as const);
  const writable = [...merged.allowWrite, ...standIns.map(([, path]) => path)];
  const allowWrite = writable.map((path) => makeFolder('allowWrite', path));
  const given = [merged.root, ...merged.allowRead, ...writable].map((path) => resolve(path));
  const real = [root, ...allowRead, ...allowWrite];
  return {
    ...merged,
    workers,
    root,
    allowRead,
    allowWrite,
    aliases: [
      ...standIns.map(([name, path]) => [name, realpathSync(path), true] as const),
      ...given.flatMap((path, i) => (path === real[i] ? [] : [[path, real[i] as string] as const])), // as many of each
    ],
    spoolFolder: findFolder('spoolFolder', merged.spoolFolder, true),
    ...(merged.onReport && { onReport: quietly(merged.onReport) }),
    ...(merged.onNotice && { onNotice: quietly(merged.onNotice) }),
  };
}

/** A callback whose failure, at once or later, is not ours. */
function quietly<T>(callback: (value: T) => void): (value: T) => void {
  return (value) => {
    Promise.try(callback, value).catch(() => {});
  };
}
