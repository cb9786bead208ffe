// The process object of a run. Inside the context. Light at first: the environment is parsed, the streams made and the emitter half
// instantiated when a script first touches them.

import { isBuiltin, loadBuiltin } from '../builtins.ts';
import { EventEmitter } from '../node/events.ts';
import { errnoError, nodeError } from './errors.ts';
import { exitNow } from './exit.ts';
import { host, hostConstants } from './host.ts';
import { nextTick as addTick } from './loop.ts';
import { ObjectCreate, ObjectDefineProperty, ObjectFreeze, ObjectSetPrototypeOf, ReflectApply } from './primordials.ts';
import { createEnvironment } from './process-env.ts';
import { getExitCode, type ProcessEmitter, setExitCode, setProcessEmitter } from './process-events.ts';
import { createInput, createOutput, type LightStream } from './process-streams.ts';
import { resolvePath } from './resolve-path.ts';
import { validateFunction, validateObject, validateString, validateUint32 } from './validators.ts';
import { emitWarning } from './warning.ts';

let envText = '';
let argvText = '';
let cwd = '/';
const { now } = Date;
const startedAt = now();

/** Takes what the worker passes at the start of the run. */
export function prepareProcess(env: string, argv: string, folder: string): void {
  envText = env;
  argvText = argv;
  cwd = folder;
}

/** The virtual working directory: it belongs to the run, not to the worker. */
export function currentDirectory(): string {
  return cwd;
}

function toExitCode(code: unknown): number | undefined {
  if (code === undefined || code === null) return undefined;
  const number = typeof code === 'string' && code !== '' ? Number(code) : code;
  if (typeof number !== 'number') throw nodeError('ERR_INVALID_ARG_TYPE', 'code', 'integer', code);
  if (!Number.isInteger(number)) throw nodeError('ERR_OUT_OF_RANGE', 'code', 'an integer', code);
  return number & 255;
}

function hrtime(previous?: [number, number]): [number, number] {
  const nanoseconds = hrtimeBigint();
  const seconds = Number(nanoseconds / 1_000_000_000n);
  const rest = Number(nanoseconds % 1_000_000_000n);
  if (previous === undefined) return [seconds, rest];
  if (!Array.isArray(previous)) throw nodeError('ERR_INVALID_ARG_TYPE', 'time', 'Array', previous);
  if (previous.length !== 2) throw nodeError('ERR_OUT_OF_RANGE', 'time', 2, (previous as unknown[]).length);
  const nano = rest - previous[1];
  return nano < 0 ? [seconds - previous[0] - 1, nano + 1e9] : [seconds - previous[0], nano];
}

function hrtimeBigint(): bigint {
  return BigInt(Math.round(host('clock') * 1e6));
}

function memoryUsage(): Record<string, number> {
  const [rss = 0, heapTotal = 0, heapUsed = 0, external = 0, arrayBuffers = 0] = host('memoryUsage')
    .split(' ')
    .map(Number);
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}

function cpuUsage(previous?: { user: number; system: number }): { user: number; system: number } {
  const [user = 0, system = 0] = host('cpuUsage').split(' ').map(Number);
  if (previous === undefined) return { user, system };
  validateObject(previous, 'prevValue');
  return { user: user - previous.user, system: system - previous.system };
}

/** Plain members; what is dearer to make is in `LAZY`. */
const members = {
  title: 'node',
  ppid: 0,
  execArgv: [] as string[],
  debugPort: 9229,
  _exiting: false,
  cwd: () => cwd,
  chdir(folder: string): void {
    validateString(folder, 'directory');
    const real = host('realFolder', resolvePath(cwd, folder));
    if (typeof real === 'number') throw errnoError(real, 'chdir', cwd, folder);
    cwd = real;
  },
  exit(code?: unknown): never {
    const given = toExitCode(code);
    if (given !== undefined) setExitCode(given);
    members._exiting = true;
    return exitNow();
  },
  reallyExit(code?: unknown): never {
    return members.exit(code);
  },
  nextTick(callback: (...args: unknown[]) => void, ...args: unknown[]): void {
    validateFunction(callback, 'callback');
    addTick(args.length === 0 ? callback : () => ReflectApply(callback, undefined, args));
  },
  uptime: () => (now() - startedAt) / 1000,
  cpuUsage,
  emitWarning,
  umask(value?: unknown): number {
    if (value === undefined) return host('umask', -1);
    const number = typeof value === 'string' ? Number.parseInt(value, 8) : value;
    validateUint32(number, 'mask');
    return host('umask', number as number); // just validated
  },
};

const LAZY: Record<string, () => unknown> = {
  env: () => createEnvironment(envText),
  argv: () => argvText.split('\0'),
  argv0: () => 'node',
  execPath: () => hostConstants().execPath,
  pid: () => hostConstants().pid,
  platform: () => hostConstants().platform,
  arch: () => hostConstants().arch,
  version: () => hostConstants().nodeVersion,
  versions: () => ObjectFreeze({ ...hostConstants().versions }),
  release: () => ({ name: 'node', lts: false }),
  config: () => ObjectFreeze({ target_defaults: ObjectFreeze({}), variables: ObjectFreeze({}) }),
  features: () => ObjectFreeze({ inspector: false, ipv6: true, tls: false, typescript: 'strip', require_module: true }),
  hrtime: () => Object.assign(hrtime, { bigint: hrtimeBigint }),
  memoryUsage: () => Object.assign(memoryUsage, { rss: () => memoryUsage()['rss'] }),
  stdin: createInput,
  stdout: () => createOutput(1),
  stderr: () => createOutput(2),
  getBuiltinModule: () => (id: string) => {
    validateString(id, 'id');
    return isBuiltin(id) ? loadBuiltin(id) : undefined;
  },
};

/** Members of the emitter half: the first use of one puts EventEmitter.prototype behind the process object. */
const EMITTER = [
  ...['on', 'once', 'off', 'emit', 'addListener', 'removeListener', 'removeAllListeners', 'prependListener'],
  ...[
    'prependOnceListener',
    'listeners',
    'rawListeners',
    'listenerCount',
    'eventNames',
    'setMaxListeners',
    'getMaxListeners',
  ],
];

/** What the library itself uses of `process`; a script has all of it. */
export interface Process extends ProcessEmitter {
  readonly stdout: LightStream;
  readonly stderr: LightStream;
}

function createProcess(): Process {
  const prototype = ObjectCreate(Object.prototype, {
    constructor: { value: function process() {}, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: 'process', configurable: true },
  }) as object;
  const process = ObjectCreate(prototype) as Process;
  Object.assign(process, members);
  for (const name in LAZY) defineLazy(process, name, LAZY[name] as () => unknown); // the loop's own key
  ObjectDefineProperty(process, 'exitCode', {
    get: getExitCode,
    set: (code: unknown) => setExitCode(toExitCode(code)),
    enumerable: true,
    configurable: true,
  });
  const becomeEmitter = () => {
    for (const name of EMITTER) Reflect.deleteProperty(prototype, name);
    ObjectSetPrototypeOf(prototype, EventEmitter.prototype);
    ReflectApply(EventEmitter as unknown as () => void, process, []); // node's own constructor is a plain function, too
    setProcessEmitter(process);
  };
  for (const name of EMITTER) {
    ObjectDefineProperty(prototype, name, {
      get() {
        becomeEmitter();
        return (process as unknown as Record<string, unknown>)[name];
      },
      configurable: true,
    });
  }
  return process;
}

function defineLazy(target: object, name: string, make: () => unknown): void {
  const settle = (value: unknown) =>
    ObjectDefineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
  ObjectDefineProperty(target, name, {
    get() {
      const value = make();
      settle(value);
      return value;
    },
    set: settle,
    configurable: true,
    enumerable: true,
  });
}

/** `process` of this context. */
export const process = createProcess();
