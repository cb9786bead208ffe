// `freshcgi test`: plays golden cases and compares the answers, or takes them over with --update.
import { writeFileSync } from 'node:fs';
import { formatCase } from '../golden/case.ts';
import { type CaseFile, readCases } from '../golden/case-files.ts';
import { compareAnswers, isSame, settle } from '../golden/difference.ts';
import type { Played } from '../golden/play.ts';
import type { TestCommand } from './case-options.ts';
import { CaseRunner } from './case-runner.ts';
import { exitOnSignal } from './exit-on-signal.ts';
import { requireFolder } from './require-folder.ts';
import { createReport, type Outcome } from './test-report.ts';

/** The exit code is 0 when every case passes, and 1 otherwise. */
export async function test(command: TestCommand): Promise<number> {
  const { dir, mount, cases, engine } = command;
  requireFolder('scripts', dir);
  exitOnSignal();
  const files = readCases(cases, command.filter);
  const report = createReport(command.format, files.length, process);
  const runner = new CaseRunner({ root: dir, mount, cases, engine, count: files.length });
  const startedAt = performance.now();
  try {
    await runner.playAll(files, (file, played) => report.add(judge(file, played, command.update)));
  } finally {
    await runner.close();
  }
  return report.end(performance.now() - startedAt);
}

function judge(file: CaseFile, { answer, stderr, error }: Played, update: boolean): Outcome {
  const { name, path } = file;
  const { expected } = file.case;
  const steps = expected === undefined ? [] : compareAnswers(expected, answer);
  if (expected !== undefined && isSame(steps)) {
    return { name, verdict: 'passed', steps: [], reason: undefined, stderr };
  }
  if (update) {
    writeFileSync(path, formatCase({ ...file.case, expected: settle(expected, answer, Date.now()) }));
    return { name, verdict: 'updated', steps, reason: undefined, stderr };
  }
  const reason = expected === undefined ? 'it has no response yet: --update takes the answer over' : error?.message;
  return { name, verdict: 'failed', steps, reason, stderr };
}
