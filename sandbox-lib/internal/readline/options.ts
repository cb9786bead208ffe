// What readline.createInterface() takes. Inside the context. https://nodejs.org/api/readline.html#readlinecreateinterfaceoptions
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { nodeError } from '../errors.ts';
import { validateAbortSignal, validateArray, validateFunction, validateNumber, validateUint32 } from '../validators.ts';

/** What of a stream is used here. */
export interface InputLike {
  on(event: string, listener: (value: never) => void): unknown;
  removeListener(event: string, listener: (value: never) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  setRawMode?(isRaw: boolean): unknown;
}
export interface OutputLike {
  write(text: string): unknown;
  columns?: number;
  isTTY?: boolean;
  on?(event: string, listener: () => void): unknown;
  removeListener?(event: string, listener: () => void): unknown;
}
type Signal = AbortSignal;

export interface InterfaceOptions {
  input: InputLike;
  output?: OutputLike | null;
  completer?: unknown;
  terminal?: boolean;
  history?: unknown;
  historySize?: unknown;
  removeHistoryDuplicates?: unknown;
  crlfDelay?: number;
  prompt?: unknown;
  escapeCodeTimeout?: unknown;
  tabSize?: unknown;
  signal?: Signal;
}
export interface QuestionOptions {
  signal?: Signal;
}

export const ESCAPE_TIMEOUT = 500;

export function toOptions(
  input: InputLike | InterfaceOptions,
  output: OutputLike | undefined,
  completer: unknown,
  terminal: boolean | undefined,
): InterfaceOptions {
  const options = (input as Partial<InterfaceOptions>).input
    ? (input as InterfaceOptions)
    : {
        input: input as InputLike,
        completer,
        ...(output === undefined ? {} : { output }),
        ...(terminal === undefined ? {} : { terminal }),
      };
  return options;
}

export function checkOptions(options: InterfaceOptions): void {
  const { completer, signal, history, historySize, tabSize, escapeCodeTimeout } = options;
  validateAbortSignal(signal, 'options.signal');
  if (completer !== undefined && typeof completer !== 'function') {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'completer', completer);
  }
  if (escapeCodeTimeout !== undefined && !Number.isFinite(escapeCodeTimeout)) {
    throw nodeError('ERR_INVALID_ARG_VALUE', 'input.escapeCodeTimeout', ESCAPE_TIMEOUT);
  }
  if (tabSize !== undefined) validateUint32(tabSize, 'tabSize', true);
  if (history !== undefined) validateArray(history, 'history');
  if (historySize !== undefined) validateNumber(historySize, 'size', 0);
  if (typeof options.input.on !== 'function') validateFunction(options.input.on, 'input.on');
}
