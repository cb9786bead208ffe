// node:os: what a script may know of the machine, which is nothing that tells one host from another. Inside the context.
// https://nodejs.org/api/os.html
import { Buffer } from './buffer.ts';
import { nodeError } from './errors.ts';
import { host, hostConstants, isWindowsHost } from './host.ts';
import { defineHidden } from './primordials.ts';
import { pid as processId, variable } from './process-view.ts';
import { validateInt32 } from './validators.ts';

const GIBIBYTE = 2 ** 30;
/** 'nobody', as every system has it. */
const NOBODY = 65534;

export function arch(): string {
  return hostConstants().arch;
}

export function platform(): string {
  return hostConstants().platform;
}

export function machine(): string {
  const known: Record<string, string> = { x64: 'x86_64', arm64: isWindowsHost() ? 'arm64' : 'aarch64', ia32: 'i686' };
  return known[arch()] ?? arch();
}

export function type(): string {
  const known: Record<string, string> = { linux: 'Linux', darwin: 'Darwin', win32: 'Windows_NT' };
  return known[platform()] ?? platform();
}

export function release(): string {
  return '0.0.0';
}

export function version(): string {
  return 'freshcgi';
}

export function hostname(): string {
  return 'localhost';
}

export function endianness(): 'LE' | 'BE' {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';
}

/** A run has one thread to itself. */
export function availableParallelism(): number {
  return 1;
}

export interface CpuInfo {
  model: string;
  speed: number;
  times: { user: number; nice: number; sys: number; idle: number; irq: number };
}

export function cpus(): CpuInfo[] {
  return [{ model: 'virtual', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
}

export function totalmem(): number {
  return GIBIBYTE;
}

export function freemem(): number {
  return GIBIBYTE / 2;
}

export function loadavg(): number[] {
  return [0, 0, 0];
}

/** Of the worker, not of the machine. */
export function uptime(): number {
  return host('clock') / 1000;
}

export function networkInterfaces(): Record<string, object[]> {
  const loopback = { address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00' };
  return { lo: [{ ...loopback, internal: true, cidr: '127.0.0.1/8' }] };
}

export function homedir(): string {
  return variable(isWindowsHost() ? 'USERPROFILE' : 'HOME') || (isWindowsHost() ? 'C:\\' : '/');
}

export function tmpdir(): string {
  if (isWindowsHost()) {
    const root = variable('SystemRoot') || variable('windir');
    const path = variable('TEMP') || variable('TMP') || `${root}\\temp`;
    return /[^:]\\$/.test(path) ? path.slice(0, -1) : path;
  }
  const path = variable('TMPDIR') || variable('TMP') || variable('TEMP') || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

export interface UserInfo {
  uid: number;
  gid: number;
  username: string | Buffer;
  homedir: string | Buffer;
  shell: string | Buffer | null;
}

export function userInfo(options?: { encoding?: string } | null): UserInfo {
  const encoding = typeof options === 'object' ? options?.encoding : undefined;
  const text = (value: string) => (encoding === 'buffer' ? Buffer.from(value) : value);
  const id = isWindowsHost() ? -1 : NOBODY;
  const user = { uid: id, gid: id, username: text('nobody'), homedir: text('/') };
  return { ...user, shell: isWindowsHost() ? null : text('/bin/false') };
}

/** A number that this run alone sees: the priority of the worker is not a script's to change. */
let priority = 0;

function checkProcess(pid: number, syscall: string): void {
  if (pid === 0 || pid === processId()) return;
  const info = { errno: -3, code: 'ESRCH', message: 'no such process', syscall };
  const error = nodeError('ERR_SYSTEM_ERROR', `${syscall} returned ESRCH (no such process)`);
  defineHidden(error, 'name', 'SystemError');
  throw Object.assign(error, { info, errno: info.errno, syscall });
}

export function getPriority(pid: number = 0): number {
  validateInt32(pid, 'pid');
  checkProcess(pid, 'uv_os_getpriority');
  return priority;
}

export function setPriority(pid: number, value?: number): void {
  const [target, wanted] = value === undefined ? [0, pid] : [pid, value];
  validateInt32(target, 'pid');
  validateInt32(wanted, 'priority', -20, 19);
  checkProcess(target, 'uv_os_setpriority');
  priority = wanted;
}
