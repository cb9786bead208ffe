// What of `process` other rooms need without instantiating it: its exit code, its listeners, its working directory. Inside the context.
import { ObjectGetOwnPropertyDescriptor, ReflectApply } from './primordials.ts';

/** The part of an EventEmitter the library uses. */
export interface ProcessEmitter {
  emit(event: string, ...args: unknown[]): boolean;
  on(event: string, listener: () => void): unknown;
}

let process: ProcessEmitter | undefined;
let hasEvents = false;
let exitCode: number | undefined;

/** Called when `process` is made. */
export function setProcess(made: ProcessEmitter): void {
  process = made;
}

/** Called when a script first touches the emitter half of `process`. */
export function enableEvents(): void {
  hasEvents = true;
}

/** Whether `process` has its emitter half. */
export function hasEmitter(): boolean {
  return hasEvents;
}

/** Emits on `process`, through its own `emit` where a script has put one there; false when nobody listens. */
export function emitProcess(_event: string, ..._args: unknown[]): boolean {
  if (process === undefined) return false;
  if (!hasEvents && ObjectGetOwnPropertyDescriptor(process, 'emit') === undefined) return false;
  // biome-ignore lint/complexity/noArguments: to spread an array asks its iterator, which a script may have patched
  return ReflectApply(process.emit, process, arguments as unknown as [string, ...unknown[]]);
}

/** Listens on `process`. */
export function onProcess(event: string, listener: () => void): void {
  process?.on(event, listener);
}

/** What the run would exit with now. */
export function exitCodeNow(): number {
  return exitCode ?? 0;
}

/** `process.exitCode` as the script sees it. */
export function getExitCode(): number | undefined {
  return exitCode;
}

export function setExitCode(code: number | undefined): void {
  exitCode = code;
}

let folder = '/';

/** The virtual working directory: it belongs to the run, not to the worker. */
export function currentDirectory(): string {
  return folder;
}

/** Sets it to a real path that the host has approved. */
export function changeDirectory(real: string): void {
  folder = real;
}

let find: ((id: string) => unknown) | undefined;

/** Called at boot with the way to the table of modules, which is above all other rooms. */
export function connectBuiltins(load: (id: string) => unknown): void {
  find = load;
}

/** What process.getBuiltinModule() answers. */
export function findBuiltin(id: string): unknown {
  return find?.(id);
}

let main: (() => unknown) | undefined;

/** Called by the module loader, which is above `process`. */
export function connectMain(find: () => unknown): void {
  main = find;
}

/** The module of the script, unless that is an ES module: process.mainModule. */
export function findMain(): unknown {
  return main?.();
}
