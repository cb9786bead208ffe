// The process object of a run. Inside the context. Light at first: the environment is parsed, the streams made and the emitter half
// instantiated when a script first touches them.

import { isBuiltin, loadBuiltin } from '../builtins.ts';
import { EventEmitter } from '../node/events.ts';
import { emitProcessWarning, type WarningSwitches } from './emit-warning.ts';
import { errnoError, nodeError } from './errors.ts';
import { exitNow } from './exit.ts';
import { host, hostConstants } from './host.ts';
import { nextTick as addTick } from './loop.ts';
import {
  ObjectDefineProperty,
  ObjectFreeze,
  ObjectSetPrototypeOf,
  ReflectApply,
  ReflectGetPrototypeOf,
} from './primordials.ts';
import { createEnvironment } from './process-env.ts';
import { getExitCode, type ProcessEmitter, setExitCode, setProcessEmitter } from './process-events.ts';
import { createInput, createOutput, type LightStream } from './process-streams.ts';
import { resolvePath } from './resolve-path.ts';
import { validateFunction, validateObject, validateString, validateUint32 } from './validators.ts';
import { connectWarnings, type WarningOptions } from './warning.ts';

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

/**
 * Stands where EventEmitter.prototype will: the first use of one of its methods instantiates `events` and puts the real thing there.
 */
// biome-ignore format: one line per method
class EmitterGate {
  on(...args: unknown[]): unknown { return asEmitter('on', args); }
  once(...args: unknown[]): unknown { return asEmitter('once', args); }
  off(...args: unknown[]): unknown { return asEmitter('off', args); }
  emit(...args: unknown[]): unknown { return asEmitter('emit', args); }
  addListener(...args: unknown[]): unknown { return asEmitter('addListener', args); }
  removeListener(...args: unknown[]): unknown { return asEmitter('removeListener', args); }
  removeAllListeners(...args: unknown[]): unknown { return asEmitter('removeAllListeners', args); }
  prependListener(...args: unknown[]): unknown { return asEmitter('prependListener', args); }
  prependOnceListener(...args: unknown[]): unknown { return asEmitter('prependOnceListener', args); }
  listeners(...args: unknown[]): unknown { return asEmitter('listeners', args); }
  rawListeners(...args: unknown[]): unknown { return asEmitter('rawListeners', args); }
  listenerCount(...args: unknown[]): unknown { return asEmitter('listenerCount', args); }
  eventNames(...args: unknown[]): unknown { return asEmitter('eventNames', args); }
  setMaxListeners(...args: unknown[]): unknown { return asEmitter('setMaxListeners', args); }
  getMaxListeners(...args: unknown[]): unknown { return asEmitter('getMaxListeners', args); }
}

/**
 * The process object. A class, though there is one: V8 makes its 40 members from a template; as own properties they cost every request
 * 50 µs. What costs something to make replaces its accessor when it is first read.
 */
// biome-ignore format: one line per lazy member, a getter that makes it and a setter for scripts that replace it
class Process extends EmitterGate {
  get env(): unknown { return own('env', createEnvironment(envText)); } set env(value) { own('env', value); }
  get argv(): unknown { return own('argv', argvText.split('\0')); } set argv(value) { own('argv', value); }
  get execArgv(): unknown { return own('execArgv', []); } set execArgv(value) { own('execArgv', value); }
  get execPath(): unknown { return own('execPath', hostConstants().execPath); } set execPath(value) { own('execPath', value); }
  get pid(): unknown { return own('pid', hostConstants().pid); } set pid(value) { own('pid', value); }
  get platform(): unknown { return own('platform', hostConstants().platform); } set platform(value) { own('platform', value); }
  get arch(): unknown { return own('arch', hostConstants().arch); } set arch(value) { own('arch', value); }
  get version(): unknown { return own('version', hostConstants().nodeVersion); } set version(value) { own('version', value); }
  get versions(): unknown { return own('versions', ObjectFreeze({ ...hostConstants().versions })); } set versions(value) { own('versions', value); }
  get release(): unknown { return own('release', { name: 'node', lts: false }); } set release(value) { own('release', value); }
  get config(): unknown { return own('config', ObjectFreeze({ target_defaults: ObjectFreeze({}), variables: ObjectFreeze({}) })); } set config(value) { own('config', value); }
  get features(): unknown { return own('features', ObjectFreeze({ inspector: false, ipv6: true, tls: false, typescript: 'strip', require_module: true })); } set features(value) { own('features', value); }
  get hrtime(): unknown { return own('hrtime', Object.assign(hrtime, { bigint: hrtimeBigint })); } set hrtime(value) { own('hrtime', value); }
  get memoryUsage(): unknown { return own('memoryUsage', Object.assign(memoryUsage, { rss: () => memoryUsage()['rss'] })); } set memoryUsage(value) { own('memoryUsage', value); }
  get stdin(): unknown { return own('stdin', createInput()); } set stdin(value) { own('stdin', value); }
  get stdout(): LightStream { return own('stdout', createOutput(1)); } set stdout(value) { own('stdout', value); }
  get stderr(): LightStream { return own('stderr', createOutput(2)); } set stderr(value) { own('stderr', value); }
  get exitCode(): unknown { return getExitCode(); } set exitCode(code) { setExitCode(toExitCode(code)); }
  get argv0(): unknown { return 'node'; } set argv0(value) { own('argv0', value); }
  get title(): unknown { return 'node'; } set title(value) { own('title', `${value}`); }
  get ppid(): unknown { return 0; }
  get debugPort(): unknown { return 9229; } set debugPort(value) { own('debugPort', value); }
  get [Symbol.toStringTag](): string { return 'process'; }

  cwd(): string {
    return cwd;
  }

  chdir(folder: string): void {
    validateString(folder, 'directory');
    const real = host('realFolder', resolvePath(cwd, folder));
    if (typeof real === 'number') throw errnoError(real, 'chdir', cwd, folder);
    cwd = real;
  }

  exit(code?: unknown): never {
    const given = toExitCode(code);
    if (given !== undefined) setExitCode(given);
    own('_exiting', true);
    return exitNow();
  }

  reallyExit(code?: unknown): never {
    return process.exit(code);
  }

  nextTick(callback: (...args: unknown[]) => void, ...args: unknown[]): void {
    validateFunction(callback, 'callback');
    addTick(args.length === 0 ? callback : () => ReflectApply(callback, undefined, args));
  }

  uptime(): number {
    return (now() - startedAt) / 1000;
  }

  cpuUsage(previous?: { user: number; system: number }): { user: number; system: number } {
    return cpuUsage(previous);
  }

  emitWarning(this: object, warning: string | Error, type?: string | WarningOptions, code?: string): void {
    emitProcessWarning(this as WarningSwitches, warning, type, code);
  }

  umask(value?: unknown): number {
    if (value === undefined) return host('umask', -1);
    const number = typeof value === 'string' ? Number.parseInt(value, 8) : value;
    validateUint32(number, 'mask');
    return host('umask', number as number); // just validated
  }

  getBuiltinModule(id: string): unknown {
    validateString(id, 'id');
    return isBuiltin(id) ? loadBuiltin(id) : undefined;
  }

}

type EmitterMethod = keyof EmitterGate;

function asEmitter(name: EmitterMethod, args: unknown[]): unknown {
  if (ReflectGetPrototypeOf(Process.prototype) !== EventEmitter.prototype) {
    ObjectSetPrototypeOf(Process.prototype, EventEmitter.prototype);
    ReflectApply(EventEmitter as unknown as () => void, process, []); // node's own constructor is a plain function, too
    setProcessEmitter(process as unknown as ProcessEmitter);
  }
  return ReflectApply((EventEmitter.prototype as unknown as EmitterGate)[name], process, args);
}

/** `process` of this context. */
export const process = createProcess();

function createProcess(): Process {
  // Looked up at the call: a script may have replaced it.
  connectWarnings((...args) => process.emitWarning(...args));
  ObjectDefineProperty(Process, 'name', { value: 'process' });
  return new Process();
}

function own<T>(name: string, value: T): T {
  ObjectDefineProperty(process, name, { value, writable: true, configurable: true, enumerable: true });
  return value;
}
