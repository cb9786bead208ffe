// Compares an answer with the expected one, line by line, and shows or settles the difference. Pure.
import type { HeaderPairs } from '../../engine/index.ts';
import { answerLines, type GoldenAnswer } from './case.ts';
import { maskLine, matchesLine } from './placeholders.ts';

/** One line of a difference: in both, only expected, only found. */
export interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** Lines on both sides up to which the shortest difference is looked for. */
const MAX_CELLS = 4_000_000;

/** The same to the letter, which saves taking both to lines. */
export function isExactly(expected: GoldenAnswer, found: GoldenAnswer): boolean {
  return (
    expected.body === found.body &&
    expected.status === found.status &&
    expected.exitCode === found.exitCode &&
    expected.base64 === found.base64 &&
    expected.headers.length === found.headers.length &&
    expected.headers.every(([name, value], i) => name === found.headers[i]?.[0] && value === found.headers[i]?.[1])
  );
}

/** The steps from what is expected to what came, without any '-' or '+' where they agree. */
export function compareAnswers(expected: GoldenAnswer, found: GoldenAnswer): Step[] {
  const coded = (answer: GoldenAnswer) => (answer.base64 ? ['# @response base64'] : []);
  const exit = (answer: GoldenAnswer) => (answer.exitCode === 0 ? [] : [`# @exit ${answer.exitCode}`]);
  const [wanted, came] = bodiesOf(expected, found);
  const ordered = { ...found, headers: inOrderOf(expected.headers, found.headers), body: came };
  return compareLines(
    [...exit(expected), ...coded(expected), ...answerLines({ ...expected, body: wanted })],
    [...exit(found), ...coded(found), ...answerLines(ordered)],
  );
}

/** Bodies as they are compared: of two in base64 the bytes, told in one line where they differ. */
function bodiesOf(expected: GoldenAnswer, found: GoldenAnswer): readonly [expected: string, found: string] {
  if (!expected.base64 || !found.base64 || expected.body.includes('{{')) return [expected.body, found.body];
  const [one, other] = [Buffer.from(expected.body, 'base64'), Buffer.from(found.body, 'base64')];
  if (one.equals(other)) return [found.body, found.body];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const tell = (bytes: Buffer) => `${bytes.length} bytes, from byte ${at} on ${bytes.toString('hex', at, at + 16)}`;
  return [tell(one), tell(other)];
}

/** Steps between two texts; lines of the first may hold placeholders. */
export function compareLines(expected: readonly string[], found: readonly string[]): Step[] {
  let start = 0;
  while (start < expected.length && start < found.length && agrees(expected, found, start, start)) start++;
  let end = 0;
  const room = Math.min(expected.length, found.length) - start;
  while (end < room && agrees(expected, found, expected.length - 1 - end, found.length - 1 - end)) end++;
  const same = (lines: readonly string[]): Step[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...same(expected.slice(0, start)),
    ...shortest(expected.slice(start, expected.length - end), found.slice(start, found.length - end)),
    ...same(expected.slice(expected.length - end)),
  ];
}

function agrees(expected: readonly string[], found: readonly string[], i: number, j: number): boolean {
  return matchesLine(expected[i] ?? '', found[j] ?? '');
}

/** The longest common subsequence, by the classic table. */
function shortest(expected: readonly string[], found: readonly string[]): Step[] {
  const [rows, columns] = [expected.length, found.length];
  const minus = (line: string): Step => ({ sign: '-', line });
  const plus = (line: string): Step => ({ sign: '+', line });
  if (rows * columns > MAX_CELLS) return [...expected.map(minus), ...found.map(plus)];
  const width = columns + 1;
  const table = new Uint32Array((rows + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      table[i * width + j] = agrees(expected, found, i, j)
        ? at(i + 1, j + 1) + 1
        : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    if (agrees(expected, found, i, j)) {
      steps.push({ sign: ' ', line: expected[i] ?? '' });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) steps.push(minus(expected[i++] ?? ''));
    else steps.push(plus(found[j++] ?? ''));
  }
  return [...steps, ...expected.slice(i).map(minus), ...found.slice(j).map(plus)];
}

/** The order of fields means nothing, except among those of one name. */
function inOrderOf(expected: HeaderPairs, found: HeaderPairs): HeaderPairs {
  const rest = found.map(([name, value]) => [name, value] as const);
  const ordered: Array<readonly [string, string]> = [];
  for (const [wanted] of expected) {
    const i = rest.findIndex(([name]) => name.toLowerCase() === wanted.toLowerCase());
    const [pair] = i === -1 ? [] : rest.splice(i, 1);
    // The spelling of a name means nothing either.
    if (pair !== undefined) ordered.push([wanted, pair[1]]);
  }
  return [...ordered, ...rest];
}

export function isSame(steps: readonly Step[]): boolean {
  return steps.every(({ sign }) => sign === ' ');
}

/** What to expect from now on: lines that agree stay with their placeholders, new ones get some where they are due. */
export function settle(expected: GoldenAnswer | undefined, found: GoldenAnswer, now: number): GoldenAnswer {
  const mask = (line: string) => maskLine(line, now);
  const isNew = expected === undefined || expected.base64 !== found.base64;
  const body = (): string => {
    if (found.base64) return found.body;
    const steps = compareLines(isNew ? [] : expected.body.split('\n'), found.body.split('\n'));
    return steps.flatMap(({ sign, line }) => (sign === '-' ? [] : [sign === '+' ? mask(line) : line])).join('\n');
  };
  const headers = inOrderOf(expected?.headers ?? [], found.headers).map(([name, value]) => {
    const line = `${name}: ${value}`;
    const known = expected?.headers.find(([key, text]) => matchesLine(`${key}: ${text}`, line));
    return known ?? ([name, mask(line).slice(name.length + 2)] as const);
  });
  return { ...found, headers, body: body() };
}
