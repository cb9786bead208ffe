// Node's modules that a run cannot have. Inside the context. require() of them succeeds, as scripts often load what they never use;
// what would leave the sandbox throws an error that says why and what to do instead. What is pure in them works.
import { BroadcastChannel } from '../globals/broadcast-channel.ts';
import {
  MessageChannel,
  MessagePort,
  moveMessagePortToContext,
  receiveMessageOnPort,
} from '../globals/message-channel.ts';
import EventEmitter from '../node/events.ts';
import { refused } from './errors.ts';
import { globalConsole } from './global-console.ts';
import { addLazyMembers } from './lazy-members.ts';
import { addAgent, addHttpValues, addNetValues, dnsCodes } from './refused-values.ts';
import { SafeMap } from './safe-collections.ts';
import { isMarkedAsUntransferable, markAsUncloneable, markAsUntransferable } from './transfer-marks.ts';

interface Refusal {
  readonly why: string;
  readonly instead: string;
  /** Names of functions; those that begin with a capital letter are classes. */
  readonly names: string;
  /** Adds what works. */
  readonly add?: (module: Record<string, unknown>) => void;
}

const PROCESSES = { why: 'a run starts no processes', instead: 'do it in JavaScript, or run it beside the engine' };
const SOCKETS = {
  why: 'a run opens no sockets',
  instead: 'let the app around the engine fetch, or read files that it keeps up to date',
};
const RESOLVE =
  'lookup lookupService getDefaultResultOrder setDefaultResultOrder setServers getServers resolve resolve4 resolve6 resolveAny resolveCaa ' +
  'resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTlsa resolveTxt reverse Resolver';
const INSPECTOR = {
  why: 'a run cannot be debugged from inside',
  instead: 'log what you need on stderr',
  names: 'open close waitForDebugger Session',
  add: (module: Record<string, unknown>) => {
    module['url'] = () => undefined;
    module['console'] = globalConsole();
  },
};

// biome-ignore format: one entry per module
const REFUSALS: Record<string, Refusal> = {
  __proto__: null as never, // no name may find a member of Object.prototype
  child_process: { ...PROCESSES, names: 'exec execFile execFileSync execSync fork spawn spawnSync ChildProcess' },
  cluster: { ...PROCESSES, names: 'fork setupPrimary setupMaster disconnect Worker', add: addClusterValues },
  dgram: { ...SOCKETS, names: 'createSocket Socket' },
  dns: { ...SOCKETS, names: RESOLVE, add: (module) => {
    Object.assign(module, dnsCodes(), { ADDRCONFIG: 1024, ALL: 256, V4MAPPED: 2048, promises: findRefused('dns/promises') });
  } },
  'dns/promises': { ...SOCKETS, names: RESOLVE, add: (module) => void Object.assign(module, dnsCodes()) },
  http: { ...SOCKETS, names: 'createServer get request setGlobalProxyFromEnv _connectionListener Agent ClientRequest IncomingMessage OutgoingMessage Server ServerResponse WebSocket CloseEvent MessageEvent', add: addHttpValues },
  http2: { ...SOCKETS, names: 'connect createServer createSecureServer getDefaultSettings getPackedSettings getUnpackedSettings performServerHandshake Http2ServerRequest Http2ServerResponse', add: (module) => {
    module['constants'] = {};
    module['sensitiveHeaders'] = Symbol('sensitiveHeaders');
  } },
  https: { ...SOCKETS, names: 'createServer get request Agent Server', add: (module) => addAgent(module, 'https:', 443) },
  inspector: INSPECTOR,
  'inspector/promises': INSPECTOR,
  net: { ...SOCKETS, names: 'connect createConnection createServer BlockList BoundSocket Server Socket SocketAddress Stream', add: addNetValues },
  repl: { why: 'a run has no terminal', instead: 'use the node command', names: 'start writer isValidSyntax REPLServer Recoverable', add: (module) => {
    Object.assign(module, { REPL_MODE_SLOPPY: Symbol('repl-sloppy'), REPL_MODE_STRICT: Symbol('repl-strict') });
  } },
  sea: { why: 'the engine is no single executable', instead: 'read files with fs', names: 'getAsset getRawAsset getAssetAsBlob getAssetKeys', add: (module) => {
    module['isSea'] = () => false;
  } },
  sqlite: { why: 'its native code would leave the sandbox', instead: 'use a database written in JavaScript or WebAssembly, or files', names: 'backup DatabaseSync StatementSync Session', add: (module) => {
    module['constants'] = {};
  } },
  'test/reporters': { why: 'a request is no test run', instead: 'use the node command', names: 'dot junit lcov spec tap' },
  tls: { ...SOCKETS, names: 'checkServerIdentity connect convertALPNProtocols createSecureContext createServer getCACertificates getCertificateCompressionAlgorithms getCiphers setDefaultCACertificates SecureContext Server TLSSocket', add: (module) => {
    Object.assign(module, { CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600, DEFAULT_ECDH_CURVE: 'auto', DEFAULT_MAX_VERSION: 'TLSv1.3', DEFAULT_MIN_VERSION: 'TLSv1.2', rootCertificates: Object.freeze([]) });
  } },
  trace_events: { why: 'traces are files of the whole worker', instead: 'log what you need on stderr', names: 'createTracing', add: (module) => {
    module['getEnabledCategories'] = () => undefined;
  } },
  tty: { why: 'a run has no terminal', instead: 'use process.stdin and process.stdout', names: 'ReadStream WriteStream', add: (module) => {
    module['isatty'] = () => false;
  } },
  v8: { why: 'a heap is shared by the runs of a worker', instead: 'use process.memoryUsage(), structuredClone() and JSON', names: 'cachedDataVersionTag deserialize getCppHeapStatistics getHeapCodeStatistics getHeapSnapshot getHeapSpaceStatistics getHeapStatistics isStringOneByteRepresentation queryObjects serialize setFlagsFromString setHeapProfileNearHeapLimit setHeapSnapshotNearHeapLimit startCpuProfile startHeapProfile stopCoverage takeCoverage writeHeapSnapshot DefaultDeserializer DefaultSerializer Deserializer GCProfiler Serializer' },
  wasi: { why: 'its system calls are not confined', instead: 'use WebAssembly with imports of your own', names: 'WASI' },
  worker_threads: { why: 'a run has one thread', instead: 'do it in the script itself', names: 'postMessageToThread Worker', add: addThreadValues },
};

const made: Record<string, unknown> = Object.create(null);

/** The module of this name, or undefined. */
export function findRefused(name: string): unknown {
  const refusal = REFUSALS[name];
  if (refusal === undefined) return undefined;
  made[name] ??= makeModule(name, refusal);
  return made[name];
}

function makeModule(name: string, { why, instead, names, add }: Refusal): unknown {
  const refuse = (member: string, call: string) => {
    throw refused(`${name}.${member}${call}`, why, instead);
  };
  const module: Record<string, unknown> = {};
  for (const member of names.split(' '))
    module[member] = /^[A-Z]/.test(member) ? makeClass(member, refuse) : makeFunction(member, refuse);
  add?.(module);
  return name === 'cluster' ? Object.assign(new EventEmitter(), module) : module;
}

type Refuse = (member: string, call: string) => void;

function makeFunction(name: string, refuse: Refuse): unknown {
  return { [name]: (..._args: unknown[]) => refuse(name, '()') }[name];
}

/** A function, as node's older classes are: called with or without `new`, inherited from by either way. Only its use is refused. */
function makeClass(name: string, refuse: Refuse): unknown {
  const made = function (this: unknown) {
    refuse(name, '');
  };
  Object.defineProperty(made, 'name', { __proto__: null, value: name });
  Object.setPrototypeOf(made.prototype, EventEmitter.prototype);
  return made;
}

/** Messages between ports of the same run work: many packages use them as a queue. */
function addThreadValues(module: Record<string, unknown>): void {
  Object.assign(module, {
    isMainThread: true,
    isInternalThread: false,
    threadId: 0,
    threadName: '',
    resourceLimits: {},
    parentPort: null,
    workerData: null,
    SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  });
  const shared = new SafeMap<unknown, unknown>();
  addLazyMembers(module, {
    BroadcastChannel: () => BroadcastChannel,
    MessageChannel: () => MessageChannel,
    MessagePort: () => MessagePort,
    receiveMessageOnPort: () => receiveMessageOnPort,
    moveMessagePortToContext: () => moveMessagePortToContext,
    markAsUncloneable: () => markAsUncloneable,
    markAsUntransferable: () => markAsUntransferable,
    isMarkedAsUntransferable: () => isMarkedAsUntransferable,
    getEnvironmentData: () => (key: unknown) => shared.get(key),
    setEnvironmentData: () => (key: unknown, value: unknown) => {
      if (value === undefined) shared.delete(key);
      else shared.set(key, value);
    },
  });
}

function addClusterValues(module: Record<string, unknown>): void {
  Object.assign(module, {
    isMaster: true,
    isPrimary: true,
    isWorker: false,
    settings: {},
    workers: {},
    SCHED_NONE: 1,
    SCHED_RR: 2,
    schedulingPolicy: 2,
  });
}
