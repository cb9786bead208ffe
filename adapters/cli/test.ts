// `freshcgi test`: plays golden cases and compares the answers, or takes them over with --update.
import { writeFileSync } from 'node:fs';
import { formatCase, type GoldenAnswer } from '../golden/case.ts';
import { type CaseFile, CaseFolder } from '../golden/case-folder.ts';
import { compareAnswers, isExactly, isSame, type Step, settle } from '../golden/difference.ts';
import type { Played } from '../golden/play.ts';
import type { TestCommand } from './case-options.ts';
import { CaseRunner } from './case-runner.ts';
import { exitOnSignal } from './exit-on-signal.ts';
import { requireFolder } from './require-folder.ts';
import { createReport, type Outcome, unplayed } from './test-report.ts';

/** The exit code is 0 when every case passes, and 1 otherwise. */
export async function test(command: TestCommand): Promise<number> {
  const { dir, mount, engine } = command;
  requireFolder('test scripts in', dir);
  exitOnSignal();
  const cases = new CaseFolder(command.cases);
  const names = cases.names(command.filter);
  const report = createReport(command.format, names, process);
  const runner = new CaseRunner({ root: dir, mount, cases, engine, count: names.length });
  const failed: Outcome[] = [];
  const tell = (outcome: Outcome) => {
    if (outcome.verdict === 'failed') failed.push(outcome);
    report.add(outcome);
  };
  const startedAt = performance.now();
  try {
    await runner.playAll(names, {
      played: (file, played) => tell(judge(file, played, command.update)),
      unplayed: (name, error) => tell(unplayed(name, error)),
    });
  } finally {
    await runner.close();
  }
  const code = report.end(performance.now() - startedAt);
  if (command.format === 'text') for (const hint of hintsFor(dir, failed)) process.stdout.write(`${hint}\n`);
  return code;
}

/** What may be done about failures, where that is known. */
function hintsFor(dir: string, failed: readonly Outcome[]): string[] {
  const isRefused = failed.some(({ stderr }) => stderr.includes('EACCES: permission denied'));
  const differs = failed.some(({ steps, reason }) => steps.length > 0 && reason === undefined);
  return [
    ...(isRefused ? [`Which folders the scripts need (--allow-read, --allow-write): freshcgi doctor ${dir}`] : []),
    ...(differs ? ['If the new answers are right, --update takes them over'] : []),
  ];
}

function judge(file: CaseFile, { answer, stderr, error, ms }: Played, update: boolean): Outcome {
  const { name, path } = file;
  const { expected } = file.case;
  const passed: Outcome = { name, verdict: 'passed', steps: [], reason: undefined, stderr, ms };
  if (expected !== undefined && isExactly(expected, answer)) return passed;
  const steps = expected === undefined ? [] : compareAnswers(expected, answer);
  if (expected !== undefined && isSame(steps)) return passed;
  if (update) {
    writeFileSync(path, formatCase({ ...file.case, expected: settle(expected, answer, Date.now()) }));
    return { name, verdict: 'updated', steps, reason: undefined, stderr, ms };
  }
  const reason = expected === undefined ? 'it has no response yet: --update takes the answer over' : error?.message;
  const shown = expected === undefined || error === null ? steps : compareEnds(expected, answer, steps);
  return { name, verdict: 'failed', steps: shown, reason, stderr, ms };
}

/** Of a script that failed, its status says enough: the page in its place is ours. Unless that is all that differs. */
function compareEnds(expected: GoldenAnswer, answer: GoldenAnswer, all: readonly Step[]): readonly Step[] {
  const end = ({ status, exitCode }: GoldenAnswer): GoldenAnswer => ({
    status,
    exitCode,
    headers: [],
    body: '',
    base64: false,
  });
  const steps = compareAnswers(end(expected), end(answer));
  return isSame(steps) ? all : steps;
}
