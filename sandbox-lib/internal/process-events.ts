// What of `process` other rooms need without instantiating it: its exit code and its listeners. Inside the context.

/** The part of an EventEmitter the library uses. */
export interface ProcessEmitter {
  emit(event: string, ...args: unknown[]): boolean;
  listenerCount(event: string): number;
}

let emitter: ProcessEmitter | undefined;
let exitCode: number | undefined;

/** Called when a script first touches the emitter half of `process`. */
export function setProcessEmitter(process: ProcessEmitter): void {
  emitter = process;
}

/** Emits on `process`; false when nobody listens. */
export function emitProcess(event: string, ...args: unknown[]): boolean {
  return emitter === undefined ? false : emitter.emit(event, ...args);
}

export function hasProcessListener(event: string): boolean {
  return emitter !== undefined && emitter.listenerCount(event) > 0;
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
