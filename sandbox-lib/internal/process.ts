// The process object of a run. Inside the context. Light at first: the environment is parsed and the streams are made when a script first
// touches them; members that most scripts never touch come with the emitter half (process-members.ts), at the first use of one of them.
import EventEmitter from '../node/events.ts';
import { emitProcessWarning, tellWarning, type WarningSwitches } from './emit-warning.ts';
import { nodeError } from './errors.ts';
import { emitExit, exitNow, isExiting } from './exit.ts';
import { hostConstants } from './host.ts';
import { nextTick as addTick } from './loop.ts';
import {
  defineOwn,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  PlainProxy,
  ReflectApply,
  ReflectOwnKeys,
} from './primordials.ts';
import { createEnvironment } from './process-env.ts';
import {
  changeDirectory,
  currentDirectory,
  enableEvents,
  getExitCode,
  hasEmitter,
  type ProcessEmitter,
  setExitCode,
  setProcess,
} from './process-events.ts';
import { ProcessMembers } from './process-members.ts';
import { createInput, createOutput, type LightStream } from './process-streams.ts';
import { hrtime } from './process-usage.ts';
import { isSwitchedOn, keepStartEnvironment, startEnvironment } from './start-switches.ts';
import { validateFunction } from './validators.ts';
import { connectWarnings, type WarningOptions } from './warning.ts';

let argvText = '';
const { now } = Date;
let startedAt = 0;

/** Takes what the worker passes at the start of the run. */
export function prepareProcess(env: string, argv: string, folder: string): void {
  keepStartEnvironment(env);
  argvText = argv;
  startedAt = now();
  changeDirectory(folder);
}

/** A whole number, or a string that is one. */
function toExitCode(code: unknown): number | undefined {
  if (code === undefined || code === null) return undefined;
  const number = typeof code === 'string' && code !== '' ? Number(code) : code;
  if (typeof number !== 'number' || (Number.isNaN(number) && typeof code === 'string')) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'code', 'number', code);
  }
  if (!Number.isInteger(number)) throw nodeError('ERR_OUT_OF_RANGE', 'code', 'an integer', number);
  return number;
}

/** Stands where the rest of the members will: the first use of one of them puts the real thing there. */
const gate = new PlainProxy(
  {},
  {
    __proto__: null,
    get: (_target, name, receiver) => Reflect.get(unfold(), name, receiver),
    set: (_target, name, value, receiver) => Reflect.set(unfold(), name, value, receiver),
    has: (_target, name) => name in unfold(),
    getPrototypeOf: unfold, // for instanceof
  },
);
// A class that extends is made with its prototype; one whose prototype is changed afterwards is made twice.
const Gate = function Gate() {} as unknown as new () => object;
Gate.prototype = gate;

/**
 * The process object. A class, though there is one, by the name that stacks show in node: V8 makes its members from a template; as own properties they cost every request
 * 50 µs. What costs something to make replaces its accessor when it is first read.
 */
// biome-ignore format: one line per lazy member, a getter that makes it and a setter for scripts that replace it
const Process = class process extends Gate {
  get env(): unknown { return own('env', createEnvironment(startEnvironment())); } set env(value) { assign(this, 'env', value); }
  get argv(): unknown { return own('argv', argvText.split('\0')); } set argv(value) { assign(this, 'argv', value); }
  get execPath(): unknown { return own('execPath', hostConstants().execPath); } set execPath(value) { assign(this, 'execPath', value); }
  get pid(): unknown { return constant('pid', hostConstants().pid); } set pid(value: unknown) { assignConstant(this, 'pid', value); }
  get platform(): unknown { return constant('platform', hostConstants().platform); } set platform(value: unknown) { assignConstant(this, 'platform', value); }
  get version(): unknown { return constant('version', hostConstants().nodeVersion); } set version(value: unknown) { assignConstant(this, 'version', value); }
  get hrtime(): unknown { return own('hrtime', hrtime); } set hrtime(value) { assign(this, 'hrtime', value); }
  get stdin(): unknown { return constant('stdin', createInput()); } set stdin(value: unknown) { assignConstant(this, 'stdin', value); }
  get stdout(): LightStream { return constant('stdout', createOutput(1)); } set stdout(value: unknown) { assignConstant(this, 'stdout', value); }
  get stderr(): LightStream { return constant('stderr', createOutput(2)); } set stderr(value: unknown) { assignConstant(this, 'stderr', value); }
  get exitCode(): unknown { return getExitCode(); } set exitCode(code) { setExitCode(toExitCode(code)); }
  get [Symbol.toStringTag](): string { return 'process'; }

  cwd(): string {
    return currentDirectory();
  }

  exit(...codes: [code?: unknown]): never {
    if (codes.length > 0) setExitCode(toExitCode(codes[0]));
    exitByReplacement();
    return exitNow();
  }

  nextTick(callback: (...args: unknown[]) => void, ...args: unknown[]): void {
    validateFunction(callback, 'callback');
    addTick(args.length === 0 ? callback : () => ReflectApply(callback, undefined, args));
  }

  uptime(): number {
    return (now() - startedAt) / 1000;
  }

  emitWarning(warning: string | Error, type?: string | WarningOptions, code?: string, ctor?: () => void): void {
    emitProcessWarning(warningSwitches(), warning, type, code, ctor ?? warningMaker());
  }
};

/** `process` of this context. */
export const process = createProcess();

// Outside of the class, in which `process` is the class itself; scripts call some methods without an object.

/** Packages that clean up at the end of a process put their own function there. */
function exitByReplacement(): void {
  if (ObjectGetOwnPropertyDescriptor(process, 'reallyExit') === undefined || isExiting()) return;
  emitExit();
  (process as unknown as { reallyExit(code: number): void }).reallyExit(getExitCode() ?? 0); // just looked for
}

function warningSwitches(): WarningSwitches {
  return process as WarningSwitches; // with what a script has set on it
}

/** Where the stack of a warning begins. */
function warningMaker(): () => void {
  return process.emitWarning as () => void; // only its identity is used
}

function createProcess(): InstanceType<typeof Process> {
  // Looked up at the call: a script may have replaced it.
  connectWarnings((...args) => process.emitWarning(...args));
  const made = new Process();
  setProcess(made as unknown as ProcessEmitter); // its `emit` comes from the prototype
  return made;
}

/** Makes the object whole. */
function unfold(): object {
  ObjectSetPrototypeOf(ProcessMembers.prototype, EventEmitter.prototype);
  ObjectSetPrototypeOf(Process.prototype, ProcessMembers.prototype);
  startEmitter();
  enableEvents();
  return ProcessMembers.prototype;
}

/** With the listener that prints warnings: scripts that want none remove it. */
function startEmitter(): void {
  ReflectApply(EventEmitter as unknown as () => void, process, []); // node's own constructor is a plain function, too
  if (!isSwitchedOn('NODE_NO_WARNINGS')) ReflectApply(EventEmitter.prototype.on, process, ['warning', onWarning]);
}

function onWarning(warning: unknown): void {
  tellWarning(warning, warningSwitches());
}

/** Makes a member a plain property, as node has it. */
export function own<T>(name: string, value: T): T {
  return defineOwn(process, name, value);
}

/** As own(), for what scripts cannot replace. */
export function constant<T>(name: string, value: T): T {
  ObjectDefineProperty(process, name, {
    __proto__: null,
    value,
    writable: false,
    configurable: true,
    enumerable: true,
  });
  return value;
}

/** Assignment to a member: what inherits from the process, as wrappers and test doubles do, gets its own. */
export function assign(target: object, name: string, value: unknown): void {
  if (target === process) own(name, value);
  else defineOwn(target, name, value);
}

/** The same for what scripts cannot replace. Ignored, as in sloppy code: a setter cannot know that the code is strict. */
export function assignConstant(target: object, name: string, value: unknown): void {
  if (target !== process) assign(target, name, value);
}

/** For the next run of a kept context: what scripts have made or replaced goes, listeners too. */
export function resetProcess(): void {
  for (const name of ReflectOwnKeys(process)) Reflect.deleteProperty(process, name);
  if (hasEmitter()) startEmitter();
}
