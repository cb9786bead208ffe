// Makes node's errors out of what the host says about a module it could not find, read or compile. Inside the context.
import type { FaultRecord } from '../bridge-faults.ts';
import { codedError, type NodeErrorCode, nodeErrorAbove } from './errors.ts';
import { JSONParse } from './primordials.ts';
import { copiedReason } from './uncaught.ts';

/** What a script threw that the host ran, or the error for why it did not. */
export function copyThrown(text: string, copyError = copiedReason): unknown {
  const { thrown } = JSONParse(text) as FaultRecord;
  if (thrown === undefined) return faultError(text);
  return thrown[0] === '' ? copiedReason(...thrown) : copyError(...thrown);
}

/** The error for a fault. `stack`: the files that led to the request, nearest first. */
export function faultError(text: string, stack: () => string[] = () => []): Error {
  if (text === '') return new Error('Cannot load a module: the host failed');
  const record = JSONParse(text) as FaultRecord;
  const { code, properties, frame } = record;
  const error =
    record.message === undefined
      ? nodeErrorAbove(faultError, code as NodeErrorCode, ...(record.args ?? [])) // a code of node's table: the host says so
      : plainError(record, record.message, stack);
  if (properties !== undefined) Object.assign(error, properties);
  if (record.hint !== undefined) addHint(error, record.hint);
  if (frame !== undefined) error.stack = `${frame}\n\n${error.stack}`;
  return error;
}

function plainError(record: FaultRecord, message: string, stack: () => string[]): Error {
  const { code, base = 'Error' } = record;
  if (base === 'SyntaxError') return new SyntaxError(message);
  if (base === 'EvalError') return new EvalError(message);
  if (code.startsWith('ERR_')) return codedError(base, code, message);
  if (record.requireStack === undefined) return Object.assign(new Error(message), { code });
  const files = stack();
  const chain = files.length > 0 ? `\nRequire stack:\n- ${files.join('\n- ')}` : '';
  return Object.assign(new Error(message + chain), { code, requireStack: files });
}

/** Below the message, in the stack too. */
function addHint(error: Error, hint: string): void {
  const { message, stack = '' } = error;
  error.message = `${message}\n${hint}`;
  error.stack = stack.replace(message, () => error.message);
}
