// Reads a worker's report. Parent side: the worker may be taken over, so every field is checked.
import { REPORT_CODES, type WorkerReport } from '../wire/messages.ts';

/** Throws when it is not a report. */
export function parseReport(content: Uint8Array): WorkerReport {
  const value = JSON.parse(Buffer.from(content.buffer, content.byteOffset, content.length).toString()) as Record<
    string,
    unknown
  >;
  const { exitCode, error, unsent, limit, cpuMs, compiled, stderrBytes, touched, notice } = value;
  const code = REPORT_CODES.find((known) => known === value['code']);
  // One that says there is no such script would have its source served by the next handler.
  if (code === undefined) throw new Error('Cannot read a report: its code is none that a worker may give');
  return {
    code,
    exitCode: toCount(exitCode),
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof unsent === 'string' ? { unsent } : {}),
    ...(isLimit(limit) ? { limit: { name: limit.name, measured: limit.measured, limit: limit.limit } } : {}),
    cpuMs: toCount(cpuMs),
    compiled: toCount(compiled),
    stderrBytes: toCount(stderrBytes),
    ...(isObject(touched) ? { touched: toTouched(touched) } : {}),
    ...(typeof notice === 'string' ? { notice } : {}),
  };
}

function toCount(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** How much it is was checked with the size of the report. */
function toTouched({ env, read, written, modules }: Record<string, unknown>): NonNullable<WorkerReport['touched']> {
  return { env: toNames(env), read: toNames(read), written: toNames(written), modules: toNames(modules) };
}

function toNames(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function isLimit(value: unknown): value is NonNullable<WorkerReport['limit']> {
  if (!isObject(value)) return false;
  const { name, measured, limit } = value;
  return typeof name === 'string' && typeof measured === 'number' && typeof limit === 'number';
}
