// A run's report as it travels. Worker side; engine/pool/parse-report.ts reads it.
import type { WorkerReport } from '../wire/messages.ts';

/** JSON. Of a run that ended well it is always the same but for three numbers and the exit code. */
export function reportText(report: WorkerReport): string {
  const { code, exitCode, error, unsent, limit, cpuMs, compiled, stderrBytes, touched, notice } = report;
  if (code !== 'ok' || (error ?? unsent ?? limit ?? touched ?? notice) !== undefined) return JSON.stringify(report);
  return `{"code":"ok","exitCode":${exitCode},"cpuMs":${cpuMs},"compiled":${compiled},"stderrBytes":${stderrBytes}}`;
}
