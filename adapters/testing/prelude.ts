// A fixed clock and seeded random numbers for one script: a few statements put on its first line, in the context, before its own.
// Parent process. The script keeps its name, its line numbers and `require.main`; only the columns of line 1 move.
import type { MemoryScript } from '../../engine/index.ts';

/** What is fixed. */
export interface Fixed {
  /** Milliseconds since 1970 that Date says, always. */
  readonly clock: number | undefined;
  readonly seed: number | undefined;
}

/** Date with a clock that stands still: `new Date()`, `Date()` and `Date.now()`; dates made of arguments are as ever. */
const CLOCK = `{ const R = Date, at = %; R.now = () => at;
globalThis.Date = new Proxy(R, { construct: (T, args, N) => Reflect.construct(T, args.length ? args : [at], N),
apply: () => new R(at).toString() }); R.prototype.constructor = globalThis.Date; }`;
/** Math.random as a mulberry32 generator: 32 bits of state, good enough to shuffle with. */
const RANDOM = `{ let s = %; Math.random = () => { s = (s + 0x6d2b79f5) | 0; let t = Math.imul(s ^ (s >>> 15), 1 | s);
t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; }; }`;

/** The script with its clock and its random numbers fixed. */
export function withPrelude(script: MemoryScript, fixed: Fixed): MemoryScript {
  const parts = [
    ...(fixed.clock === undefined ? [] : [CLOCK.replace('%', String(fixed.clock))]),
    ...(fixed.seed === undefined ? [] : [RANDOM.replace('%', String(fixed.seed | 0))]),
  ];
  if (parts.length === 0) return script;
  const source = script.source.replace(/^\ufeff/, '').replace(/^#!/, '//');
  // A directive works only as the first statement.
  const strict = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*(['"])use strict\1/.test(source) ? "'use strict'; " : '';
  return { ...script, source: `${strict}${parts.join(' ').replaceAll('\n', ' ')} ${source}` };
}
