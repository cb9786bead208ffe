// The members of `process` that most scripts never touch, as the class behind process.ts. Inside the context, instantiated at the first
// use of one of them or of an event. https://nodejs.org/api/process.html
import { noteChange } from './changed-settings.ts';
import { errnoError } from './errors.ts';
import { exitNow, isExiting, leave } from './exit.ts';
import { host, hostConstants } from './host.ts';
import { drainTicks } from './loop.ts';
import { userInfo } from './os.ts';
import { assign, assignConstant, constant, own, process } from './process.ts';
import { changeDirectory, currentDirectory, findBuiltin, findMain, setExitCode } from './process-events.ts';
import {
  callHold,
  createConfig,
  createFeatures,
  createFinalization,
  createRelease,
  createVersions,
  getActiveRequests,
  getActiveResourcesInfo,
  loadEnvFile,
  rawDebug,
  setSourceMapsEnabled,
  toDebugPort,
} from './process-rare.ts';
import {
  abort,
  binding,
  createReport,
  dlopen,
  execve,
  initgroups,
  kill,
  linkedBinding,
  refuseDebugger,
  setgroups,
  setId,
} from './process-refused.ts';
import { openInput } from './process-streams.ts';
import { availableMemory, constrainedMemory, cpuUsage, memoryUsage, resourceUsage } from './process-usage.ts';
import { resolvePath } from './resolve-path.ts';
import { raiseUncaught } from './uncaught.ts';
import { addCapture, hasCapture, setCapture } from './uncaught-capture.ts';
import { parseFileMode, validateString } from './validators.ts';

interface CpuUsage {
  user: number;
  system: number;
}

let title: string | undefined;
const DEBUG_PORT = 9229;
let debugPort = DEBUG_PORT;

// biome-ignore format: one line per member
export class ProcessMembers {
  get arch(): unknown { return constant('arch', hostConstants().arch); } set arch(value: unknown) { assignConstant(this, 'arch', value); }
  get versions(): unknown { return constant('versions', createVersions()); } set versions(value: unknown) { assignConstant(this, 'versions', value); }
  get release(): unknown { return constant('release', createRelease()); } set release(value: unknown) { assignConstant(this, 'release', value); }
  get config(): unknown { return own('config', createConfig()); } set config(value) { assign(this, 'config', value); }
  get features(): unknown { return constant('features', createFeatures()); } set features(value: unknown) { assignConstant(this, 'features', value); }
  get memoryUsage(): unknown { return own('memoryUsage', memoryUsage); } set memoryUsage(value) { assign(this, 'memoryUsage', value); }
  get execArgv(): unknown { return own('execArgv', []); } set execArgv(value) { assign(this, 'execArgv', value); }
  get argv0(): unknown { return constant('argv0', 'node'); } set argv0(value: unknown) { assignConstant(this, 'argv0', value); }
  get title(): unknown { return title ?? 'node'; } set title(value) { noteMembers(); title = `${value as string}`; }
  get ppid(): unknown { return 0; } set ppid(value) { assign(this, 'ppid', value); }
  get debugPort(): unknown { return debugPort; } set debugPort(value) { noteMembers(); debugPort = toDebugPort(value); }
  get allowedNodeEnvironmentFlags(): unknown { return own('allowedNodeEnvironmentFlags', Object.freeze(new Set())); } set allowedNodeEnvironmentFlags(value: unknown) { assign(this, 'allowedNodeEnvironmentFlags', value); }
  get finalization(): unknown { return own('finalization', createFinalization()); } set finalization(value: unknown) { assign(this, 'finalization', value); }
  get moduleLoadList(): unknown { return own('moduleLoadList', []); } set moduleLoadList(value: unknown) { assign(this, 'moduleLoadList', value); }
  get report(): unknown { return own('report', createReport()); } set report(value: unknown) { assign(this, 'report', value); }
  get sourceMapsEnabled(): boolean { return false; }
  get _preload_modules(): unknown { return own('_preload_modules', []); } set _preload_modules(value: unknown) { assign(this, '_preload_modules', value); }
  get mainModule(): unknown { return own('mainModule', findMain()); } set mainModule(value: unknown) { assign(this, 'mainModule', value); }
  get domain(): unknown { return null; } set domain(value) { assign(this, 'domain', value); }
  get _exiting(): unknown { return isExiting(); } set _exiting(value) { assign(this, '_exiting', value); }

  chdir(folder: string): void {
    validateString(folder, 'directory');
    const real = realFolder(folder);
    if (typeof real === 'number') throw errnoError(real === EINVAL ? ENOENT : real, 'chdir', currentDirectory(), folder);
    changeDirectory(real);
  }

  umask(mask?: unknown): number {
    return mask === undefined ? host('umask', -1) : host('umask', parseFileMode(mask, 'mask'));
  }

  getBuiltinModule(id: string): unknown {
    validateString(id, 'id');
    return findBuiltin(id);
  }

  reallyExit(code?: unknown): never {
    if (code !== undefined) setExitCode(Number(code) | 0);
    leave(true);
    return exitNow();
  }

  cpuUsage(previous?: CpuUsage): CpuUsage { return cpuUsage(previous); }
  threadCpuUsage(previous?: CpuUsage): CpuUsage { return cpuUsage(previous); }
  resourceUsage(): unknown { return resourceUsage(); }
  constrainedMemory(): number { return constrainedMemory(); }
  availableMemory(): number { return availableMemory(); }
  getActiveResourcesInfo(): string[] { return getActiveResourcesInfo(); }
  _getActiveHandles(): unknown[] { return []; }
  _getActiveRequests(): unknown[] { return getActiveRequests(); }
  getuid(): number { return userInfo().uid; }
  geteuid(): number { return userInfo().uid; }
  getgid(): number { return userInfo().gid; }
  getegid(): number { return userInfo().gid; }
  getgroups(): number[] { return [userInfo().gid]; }
  setuid(id: unknown): never { return setId('setuid', id); }
  setgid(id: unknown): never { return setId('setgid', id); }
  seteuid(id: unknown): never { return setId('seteuid', id); }
  setegid(id: unknown): never { return setId('setegid', id); }
  setgroups(groups: unknown): never { return setgroups(groups); }
  initgroups(user: unknown, extraGroup: unknown): never { return initgroups(user, extraGroup); }
  kill(pid: unknown, signal: unknown): true { return kill(pid, signal); }
  abort(): never { return abort(); }
  execve(execPath: unknown, args?: unknown, env?: unknown): never { return execve(execPath, args, env); }
  dlopen(...args: unknown[]): never { return dlopen(...args); }
  binding(name: unknown): object { return binding(name); }
  loadEnvFile(path?: unknown): void { loadEnvFile(process.env as Record<string, string>, path); }
  openStdin(): unknown { return openInput(process.stdin); }
  ref(holder: unknown): void { callHold('ref', holder); }
  unref(holder: unknown): void { callHold('unref', holder); }
  setSourceMapsEnabled(enabled: unknown): void { setSourceMapsEnabled(enabled); }
  setUncaughtExceptionCaptureCallback(fn: unknown): void { setCapture(fn); }
  addUncaughtExceptionCaptureCallback(fn: unknown): void { addCapture(fn); }
  hasUncaughtExceptionCaptureCallback(): boolean { return hasCapture(); }
  _rawDebug(...args: unknown[]): void { rawDebug(args); }
  _tickCallback(): void { drainTicks(); }
  _linkedBinding(name: unknown): never { return linkedBinding(name); }
  _kill(pid: unknown, signal: unknown): true { return kill(pid, signal); }
  _fatalException(error: unknown, isRejection?: unknown): void { raiseUncaught(error, isRejection ? 'unhandledRejection' : 'uncaughtException'); }
  _debugProcess(): never { return refuseDebugger(); }
  _debugEnd(): void {}
  _startProfilerIdleNotifier(): void {}
  _stopProfilerIdleNotifier(): void {}
}

const ENOENT = -2;
const EINVAL = -22;
const ENAMETOOLONG = -36;
/** Longest path the kernel takes, its end included. */
const MAX_PATH = 4096;

function realFolder(folder: string): string | number {
  if (folder === '') return ENOENT;
  const path = resolvePath(currentDirectory(), folder);
  return path.length >= MAX_PATH ? ENAMETOOLONG : host('realFolder', path);
}

function noteMembers(): void {
  noteChange('process.title', () => {
    title = undefined;
    debugPort = DEBUG_PORT;
    return true;
  });
}
