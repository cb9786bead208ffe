// The way to process.emitWarning for the rooms below it. Inside the context.

export interface WarningOptions {
  type?: string;
  code?: string;
  detail?: string;
}
export type EmitWarning = (warning: string | Error, typeOrOptions?: string | WarningOptions, code?: string) => void;

let send: EmitWarning | undefined;

/** Set by `process`, with a function that looks `emitWarning` up at the call: a script may replace it. */
export function connectWarnings(emit: EmitWarning): void {
  send = emit;
}

/** Does what `process.emitWarning` does. */
export const emitWarning: EmitWarning = (warning, typeOrOptions, code) => send?.(warning, typeOrOptions, code);
