// How the rooms of fs recognise a FileHandle without instantiating its class. Inside the context.

/** Streams that work on a handle keep it open. */
export const kRef = Symbol('kRef');
export const kUnref = Symbol('kUnref');
const kIsHandle = Symbol('isFileHandle');

export interface HandleLike {
  readonly fd: number;
  [kRef](): void;
  [kUnref](): void;
}

/** Called once, by the class. */
export function markHandles(prototype: object): void {
  Object.defineProperty(prototype, kIsHandle, { __proto__: null, value: true });
}

export function isFileHandle(value: unknown): value is HandleLike {
  return typeof value === 'object' && value !== null && kIsHandle in value;
}
