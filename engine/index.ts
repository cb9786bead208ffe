// The door of the engine: everything an adapter or a user may import. Re-exports only.
export { createEngine } from './engine.ts';
export { CgiError, type ErrorCode, type ErrorDetails, type ErrorHeaders, isCgiError } from './errors.ts';
export type { EngineOptions } from './options.ts';
export type * from './types.ts';
