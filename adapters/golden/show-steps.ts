// A difference as people read it: the changed lines and a few around them, none of them too long, not too many. Pure.
import type { Step } from './difference.ts';

/** Lines shown around a change. */
const CONTEXT = 3;
/** Lines shown in all. */
const MAX_LINES = 60;
/** Characters of a line. */
const WIDTH = 160;
/** Characters shown around what differs in a longer one. */
const AROUND = 40;

/** A gap is one line of dots; what is left out of a long line is dots as well. */
export function showSteps(steps: readonly Step[]): Step[] {
  const isShown = steps.map((_, i) =>
    steps.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  const short = shortened(steps);
  const shown = short.flatMap((step, i): Step[] => {
    if (isShown[i]) return [step];
    return isShown[i - 1] ? [{ sign: ' ', line: '…' }] : [];
  });
  if (shown.length <= MAX_LINES) return shown;
  return [...shown.slice(0, MAX_LINES), { sign: ' ', line: `… ${shown.length - MAX_LINES} more lines` }];
}

/** A line that was taken out and the one in its place are cut to where they differ. */
function shortened(steps: readonly Step[]): Step[] {
  const lines = steps.map(({ line }) => line);
  for (let i = 0; i < steps.length; ) {
    const removed = runOf(steps, i, '-');
    const added = runOf(steps, i + removed, '+');
    for (let j = 0; j < Math.min(removed, added); j++) {
      const [one, other] = cutToDifference(lines[i + j] ?? '', lines[i + removed + j] ?? '');
      lines[i + j] = one;
      lines[i + removed + j] = other;
    }
    i += Math.max(1, removed + added);
  }
  return steps.map(({ sign }, i) => ({ sign, line: cut(lines[i] ?? '') }));
}

function runOf(steps: readonly Step[], from: number, sign: Step['sign']): number {
  let to = from;
  while (steps[to]?.sign === sign) to++;
  return to - from;
}

function cutToDifference(one: string, other: string): readonly [string, string] {
  if (Math.max(one.length, other.length) <= WIDTH) return [one, other];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const from = start > AROUND ? start - AROUND : 0;
  const behind = end > AROUND ? end - AROUND : 0;
  const part = (line: string) => {
    const kept = line.slice(from, line.length - behind);
    return `${from > 0 ? '…' : ''}${kept}${behind > 0 ? '…' : ''}`;
  };
  return [part(one), part(other)];
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH)}… ${line.length - WIDTH} more` : line;
}
