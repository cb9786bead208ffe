// What a run cannot ask of its process: other processes, other users, native code, reports. Inside the context. Arguments are checked as
// node checks them, then the call is refused with a reason.

import types from '../node/util/types.ts';
import { codedError, errnoException, nodeError, refused } from './errors.ts';
import { hostConstants } from './host.ts';
import { constants } from './os-constants.ts';
import { validateArray, validateObject, validateString, validateUint32 } from './validators.ts';

const EINVAL = -22;

/** Signal 0 asks whether a process is there: the run's own is. */
export function kill(pid: unknown, signal: unknown): true {
  // biome-ignore lint/suspicious/noDoubleEquals: as in node, a number in a string counts
  if (pid != ((pid as number) | 0)) throw nodeError('ERR_INVALID_ARG_TYPE', 'pid', 'number', pid);
  if (signalNumber(signal) === 0 && Number(pid) === hostConstants().pid) return true;
  throw refused('process.kill()', 'a run can signal no process', 'end the run itself with process.exit()');
}

function signalNumber(signal: unknown): number {
  if (typeof signal === 'number') {
    if (Number.isInteger(signal) && signal >= 0 && signal <= 64) return signal;
    throw errnoException(EINVAL, 'kill');
  }
  const number = constants.signals[(signal || 'SIGTERM') as string];
  if (number === undefined) throw nodeError('ERR_UNKNOWN_SIGNAL', signal);
  return number;
}

export function abort(): never {
  throw refused('process.abort()', 'the worker outlives the run', 'end the run with process.exit(134)');
}

function validateId(id: unknown, name: string): void {
  if (typeof id === 'number') validateUint32(id, name);
  else if (typeof id !== 'string') throw nodeError('ERR_INVALID_ARG_TYPE', name, ['number', 'string'], id);
}

/** setuid, setgid, seteuid, setegid. */
export function setId(name: string, id: unknown): never {
  validateId(id, 'id');
  refuseUser(`process.${name}()`);
}

export function setgroups(groups: unknown): never {
  validateArray(groups, 'groups');
  for (let i = 0; i < groups.length; i++) validateId(groups[i], `groups[${i}]`);
  refuseUser('process.setgroups()');
}

export function initgroups(user: unknown, extraGroup: unknown): never {
  validateId(user, 'user');
  validateId(extraGroup, 'extraGroup');
  refuseUser('process.initgroups()');
}

function refuseUser(what: string): never {
  throw refused(what, 'all runs share the user of the engine', 'start the engine as that user');
}

export function execve(execPath: unknown, args: unknown = [], env: unknown = {}): never {
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  for (let i = 0; i < args.length; i++) {
    const arg: unknown = args[i];
    if (typeof arg !== 'string' || arg.includes('\0')) {
      throw nodeError('ERR_INVALID_ARG_VALUE', `args[${i}]`, arg, 'must be a string without null bytes');
    }
  }
  validateObject(env, 'env');
  const isText = ([name, value]: [string, unknown]) => typeof value === 'string' && !`${name}${value}`.includes('\0');
  if (!Object.entries(env as object).every(isText)) {
    const rule = 'must be an object with string keys and values without null bytes';
    throw nodeError('ERR_INVALID_ARG_VALUE', 'env', env, rule);
  }
  throw refused('process.execve()', 'a run cannot become another program', 'answer the request from JavaScript');
}

export function dlopen(...args: unknown[]): never {
  if (args.length < 2) throw codedError('TypeError', 'ERR_MISSING_ARGS', 'process.dlopen needs at least 2 arguments');
  throw refused(
    'process.dlopen()',
    'native code would leave the sandbox',
    'use a package written in JavaScript or WebAssembly',
  );
}

/** Of the bindings only the checks of types, which util.types has as well. */
export function binding(name: unknown): object {
  return name === 'util' ? typeChecks() : linkedBinding(name);
}

export function linkedBinding(name: unknown): never {
  const why = "node's internals do not exist in a run";
  throw refused(`process.binding('${String(name)}')`, why, 'use the public module');
}

const TYPE_CHECKS =
  'isAnyArrayBuffer isArrayBuffer isArrayBufferView isAsyncFunction isDataView isDate isExternal isMap isMapIterator isNativeError ' +
  'isPromise isRegExp isSet isSetIterator isTypedArray isUint8Array';

function typeChecks(): object {
  const checks = types as unknown as Record<string, unknown>; // looked up by name
  return Object.fromEntries(TYPE_CHECKS.split(' ').map((name) => [name, checks[name]]));
}

export function refuseDebugger(): never {
  throw refused('process._debugProcess()', 'a run cannot be debugged from inside', 'log what you need on stderr');
}

/** process.report. */
export function createReport(): object {
  const refuse = (name: string) => (): never => {
    throw refused(`process.report.${name}()`, 'a report shows the host', 'log what you need on stderr');
  };
  return {
    writeReport: refuse('writeReport'),
    getReport: refuse('getReport'),
    directory: '',
    filename: '',
    compact: false,
    excludeNetwork: false,
    signal: 'SIGUSR2',
    reportOnFatalError: false,
    reportOnSignal: false,
    reportOnUncaughtException: false,
    excludeEnv: false,
  };
}
