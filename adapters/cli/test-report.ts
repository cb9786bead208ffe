// How the outcome of cases is told, in the order of the cases: to people as it comes, to other programs as TAP or JUnit at the end. Parent process.
import type { CgiError } from '../../engine/index.ts';
import type { Step } from '../golden/difference.ts';
import { showSteps } from '../golden/show-steps.ts';
import { escapeControls, wantsColors } from '../log.ts';
import type { Format } from './case-options.ts';

/** One case, judged. */
export interface Outcome {
  readonly name: string;
  /** Skipped: there is nothing to be judged. */
  readonly verdict: 'passed' | 'failed' | 'updated' | 'skipped';
  readonly steps: readonly Step[];
  /** Why, in one sentence, where there is more to say than the difference. */
  readonly reason: string | undefined;
  readonly stderr: string;
  /** How long it was played. */
  readonly ms: number;
}

/** A case that could not be played. */
export function unplayed(name: string, error: CgiError): Outcome {
  return { name, verdict: 'failed', steps: [], reason: error.message, stderr: '', ms: 0 };
}

export interface Report {
  add(outcome: Outcome): void;
  /** Resolves to the exit code. */
  end(ms: number): number;
}

/** What a report writes to. */
export interface Outlet {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
}

const STDERR_LINES = 20;

/** Of cases with these names, in their order. */
export function createReport(format: Format, names: readonly string[], outlet: Outlet): Report {
  const ended = new Map<string, Outcome>();
  const counts: Counts = { passed: 0, failed: 0, updated: 0, skipped: 0 };
  /** How many were told: one that ends before its turn waits for those before it. */
  let told = 0;
  const colors = wantsColors(outlet.stdout.isTTY === true);
  const paint = (code: string, text: string) => (colors ? `\x1b[${code}m${text}\x1b[0m` : text);
  const showsProgress = outlet.stderr.isTTY === true;
  // A line that wraps could not be taken back. A terminal that does not know its width says 0.
  const width = (outlet.stderr.columns || 80) - 1;
  const progress = (text: string) => showsProgress && outlet.stderr.write(`\r\x1b[K${text.slice(0, width)}`);
  const tellNext = (): boolean => {
    const outcome = ended.get(names[told] ?? '');
    if (outcome === undefined) return false;
    told++;
    if (outcome.verdict === 'failed') {
      progress('');
      outlet.stdout.write(`${failure(outcome, paint)}\n`);
    }
    return true;
  };

  return {
    add(outcome) {
      ended.set(outcome.name, outcome);
      counts[outcome.verdict]++;
      if (format === 'text') while (tellNext());
      progress(`${ended.size} of ${names.length}, ${counts.failed} failed  ${escapeControls(outcome.name)}`);
    },
    end(ms) {
      progress('');
      const sorted = names.flatMap((name) => ended.get(name) ?? []);
      if (format === 'tap') outlet.stdout.write(tap(sorted));
      else if (format === 'junit') outlet.stdout.write(junit(sorted, ms));
      else outlet.stdout.write(`${summary(counts, ms, paint)}\n`);
      return counts.failed === 0 ? 0 : 1;
    },
  };
}

type Paint = (code: string, text: string) => string;
type Counts = Record<Outcome['verdict'], number>;

function summary({ failed, updated, skipped, passed }: Counts, ms: number, paint: Paint): string {
  const parts = [
    failed > 0 ? paint('31', `${failed} failed`) : '',
    updated > 0 ? paint('33', `${updated} updated`) : '',
    skipped > 0 ? paint('33', `${skipped} skipped`) : '',
    paint('32', `${passed} passed`),
  ];
  return `${parts.filter(Boolean).join(', ')} in ${(ms / 1000).toFixed(2)} s`;
}

function failure(outcome: Outcome, paint: Paint): string {
  const lines = [
    `${paint('31', 'failed')} ${escapeControls(outcome.name)}`,
    ...(outcome.reason === undefined ? [] : [`  ${escapeControls(outcome.reason)}`]),
    ...showSteps(outcome.steps).map((step) => paintStep(step, paint)),
    ...stderrOf(outcome).map((line) => paint('2', `  stderr: ${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}

function paintStep({ sign, line }: Step, paint: Paint): string {
  const text = `  ${sign} ${escapeControls(line)}`;
  if (sign === ' ') return paint('2', text);
  return paint(sign === '-' ? '31' : '32', text);
}

function stderrOf({ stderr }: Outcome): string[] {
  const lines = stderr.trimEnd() === '' ? [] : stderr.trimEnd().split('\n');
  const more = lines.length > STDERR_LINES ? [`… ${lines.length - STDERR_LINES} more lines`] : [];
  return [...lines.slice(0, STDERR_LINES).map(escapeControls), ...more];
}

function plain(outcome: Outcome): string[] {
  return failure(outcome, (_code, text) => text)
    .trimEnd()
    .split('\n')
    .slice(1);
}

/** TAP version 14. */
function tap(outcomes: readonly Outcome[]): string {
  const lines = outcomes.flatMap((outcome, i) => {
    const name = escapeControls(outcome.name).replace(/[\\#]/g, '\\$&');
    if (outcome.verdict !== 'failed') return [`ok ${i + 1} - ${name}`];
    const detail = plain(outcome).map((line) => `    ${line}`);
    return [`not ok ${i + 1} - ${name}`, '  ---', '  difference: |2', ...detail, '  ...'];
  });
  return `${['TAP version 14', `1..${outcomes.length}`, ...lines].join('\n')}\n`;
}

function junit(outcomes: readonly Outcome[], ms: number): string {
  const failures = outcomes.filter(({ verdict }) => verdict === 'failed').length;
  const cases = outcomes.map((outcome) => {
    const start = `    <testcase classname="freshcgi" name="${xml(outcome.name)}" time="${seconds(outcome.ms)}"`;
    if (outcome.verdict !== 'failed') return `${start}/>`;
    return `${start}>\n      <failure message="${xml(outcome.reason ?? 'the answer differs')}">${xml(plain(outcome).join('\n'))}</failure>\n    </testcase>`;
  });
  const attributes = `name="freshcgi" tests="${outcomes.length}" failures="${failures}" time="${seconds(ms)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** What XML 1.0 has no place for becomes the replacement character. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[<>&"]/g, (char) => ENTITIES[char] ?? char)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');
}
