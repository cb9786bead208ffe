// Clocks and usage of a run: process.hrtime, cpuUsage, memoryUsage, resourceUsage and their relatives. Inside the context, instantiated
// when a script measures itself. https://nodejs.org/api/process.html
import { nodeError, nodeErrorAs } from './errors.ts';
import { host } from './host.ts';
import { readClock } from './host-clock.ts';
import { ArrayIsArray } from './primordials.ts';
import { validateNumber, validateObject } from './validators.ts';

interface CpuUsage {
  user: number;
  system: number;
}

export function hrtime(time?: [number, number]): [number, number] {
  const nanoseconds = hrtimeBigint();
  const seconds = Number(nanoseconds / 1_000_000_000n);
  const rest = Number(nanoseconds % 1_000_000_000n);
  if (time === undefined) return [seconds, rest];
  if (!ArrayIsArray(time)) throw nodeError('ERR_INVALID_ARG_TYPE', 'time', 'Array', time);
  if (time.length !== 2) throw nodeError('ERR_OUT_OF_RANGE', 'time', 2, (time as unknown[]).length);
  const nano = rest - time[1];
  return nano < 0 ? [seconds - time[0] - 1, nano + 1e9] : [seconds - time[0], nano];
}

function hrtimeBigint(): bigint {
  return BigInt(Math.round(readClock() * 1e6));
}
hrtime.bigint = hrtimeBigint;

export function memoryUsage(): Record<string, number> {
  const [rss = 0, heapTotal = 0, heapUsed = 0, external = 0, arrayBuffers = 0] = host('memoryUsage')
    .split(' ')
    .map(Number);
  return { rss, heapTotal, heapUsed, external, arrayBuffers };
}
memoryUsage.rss = (): number => memoryUsage()['rss'] as number; // always there, see above

/** What the run has used; with an earlier result, since then. */
export function cpuUsage(previous?: CpuUsage | null): CpuUsage {
  const [user = 0, system = 0] = host('cpuUsage').split(' ').map(Number);
  if (!previous) return { user, system };
  validateObject(previous, 'prevValue');
  checkUsage(previous.user, 'prevValue.user');
  checkUsage(previous.system, 'prevValue.system');
  return { user: user - previous.user, system: system - previous.system };
}

function checkUsage(value: unknown, name: string): void {
  validateNumber(value, name);
  if (!(value <= Number.MAX_SAFE_INTEGER && value >= 0))
    throw nodeErrorAs('RangeError', 'ERR_INVALID_ARG_VALUE', name, value);
}

/** What the system does not count per run is 0. */
export function resourceUsage(): Record<string, number> {
  const { user, system } = cpuUsage();
  const usage: Record<string, number> = { userCPUTime: user, systemCPUTime: system };
  usage['maxRSS'] = Math.ceil(memoryUsage.rss() / 1024);
  const uncounted =
    'sharedMemorySize unsharedDataSize unsharedStackSize minorPageFault majorPageFault swappedOut fsRead fsWrite ipcSent ' +
    'ipcReceived signalsCount voluntaryContextSwitches involuntaryContextSwitches';
  for (const name of uncounted.split(' ')) usage[name] = 0;
  return usage;
}

/** The memory limit of a run in bytes. */
export function constrainedMemory(): number {
  return Number(host('memoryUsage').split(' ')[5]);
}

/** How much of it is left. */
export function availableMemory(): number {
  const { heapUsed = 0, external = 0 } = memoryUsage();
  return Math.max(0, constrainedMemory() - heapUsed - external);
}
