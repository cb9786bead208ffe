// An error of one of Node's own modules on its way to the library: class, code, message, what else it carries, no stack. Worker side.
import type { Run } from '../run.ts';
import { EINVAL } from './errno.ts';

const MAX_MESSAGE = 4096;
const CLASSES: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'SyntaxError']);

/** Leaves the error for `lastError()` and answers what a failed call answers. `more` joins the error's own properties. */
export function fail(run: Run, error: unknown, more: object = {}): number {
  const { name, code, message, stack } = (error ?? {}) as Partial<
    Record<'name' | 'code' | 'message' | 'stack', unknown>
  >;
  const base = CLASSES.has(String(name)) ? String(name) : 'Error';
  // Node's own errors show their code in the stack's first line, those of its native part do not.
  const shown = String(stack).startsWith(`${base} [${code}]`);
  const detail = JSON.stringify({ name: String(name), shown, more: { ...ownProperties(error), ...more } });
  run.lastError = `${code ?? ''}\0${String(message).replaceAll('\0', '').slice(0, MAX_MESSAGE)}\0${detail}`;
  return EINVAL;
}

/** No library calls like this: there is no sentence for it. */
export function invalid(run: Run): number {
  run.lastError = '';
  return EINVAL;
}

/** What OpenSSL and zlib hang on an error: library, reason, errno … */
function ownProperties(error: unknown): object {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(error ?? {})) {
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if ((plain || Array.isArray(value)) && key !== 'code') kept[key] = value;
  }
  return kept;
}

/** An error of this sandbox's own making, for what costs more than a run may use. */
export function overLimit(message: string): Error {
  return Object.assign(new RangeError(message), { code: 'ERR_SANDBOX_LIMIT' });
}
