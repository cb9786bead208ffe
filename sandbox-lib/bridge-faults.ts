// Part of the contract of bridge.ts: what the worker says of a module it could not find, read or compile. Types only, imports nothing.

/** Why a module cannot be had. Crosses as JSON. */
export interface FaultRecord {
  /** A code of Node's table, or one with a message of its own. */
  readonly code: string;
  /** Arguments of the table's message. */
  readonly args?: readonly unknown[];
  /** Message of a code that is not in the table. */
  readonly message?: string;
  /** Node's class of a code that is not in the table. @default 'Error' */
  readonly base?: 'Error' | 'TypeError' | 'SyntaxError' | 'EvalError';
  /** Text above the stack: place, source line and caret. */
  readonly frame?: string;
  /** A sentence below the message. */
  readonly hint?: string;
  /** Own properties of the error. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** It is no fault: a script threw this, as far as isolated-vm lets it out. */
  readonly thrown?: readonly [name: string, message: string, stack: string];
  /** 'Cannot find module' says who required it: the library knows that chain. */
  readonly requireStack?: true;
}
