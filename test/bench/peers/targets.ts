// What freshcgi promises itself, and whether this run held it: all of them ratios to something measured in the same run, or to the
// bound itself where the target is a time or a size. docs/performance.md lists the same. Pure.
import type { PeerName } from './peer.ts';
import { totalOf } from './process-cpu.ts';
import { type Figure, p50, p99, type Results, rate } from './results.ts';
import { ROWS, type Row } from './rows.ts';
import type { Startup } from './startup.ts';
import { ratioOf, type Spread } from './statistics.ts';

export interface Measurements {
  readonly results: Results;
  readonly startup: Startup | undefined;
}

export interface Target {
  readonly text: string;
  readonly bound: number;
  readonly kind: 'at least' | 'at most';
  /** Not promised, only aimed at. */
  readonly stretch?: true;
  /** Of freshcgi, or of what answers instead of it. */
  measure(run: Measurements, instead?: PeerName): Spread | undefined;
}

const FIRST_ANSWER_MS = 400;
const REPLACED_MS = 5;
const IDLE_MIB = 60;

export const HELLO_1 = rowOf('hello, 1 connection');
export const HELLO_8 = rowOf('hello, 8 connections');
const UPLOAD = rowOf('1 MB upload, 8 connections');
const PAGE = rowOf('1 MB page, 8 connections');

const workerCpu: Figure = ({ cpu, requests }) => totalOf(cpu.workers) / requests;
const parentCpu: Figure = ({ cpu, requests }) => totalOf(cpu.parent) / requests;
const bareCpu: Figure = ({ bareUs }) => bareUs ?? Number.NaN;

export const TARGETS: readonly Target[] = [
  against('throughput', HELLO_8, rate, 'fresh-context', 'apache-node', 'at least', 40),
  against('throughput', HELLO_8, rate, 'fresh-context', 'mod-python', 'at least', 1),
  against('p50', HELLO_1, p50, 'fresh-context', 'mod-python', 'at most', 1),
  against('p99', HELLO_8, p99, 'fresh-context', 'mod-python', 'at most', 1),
  {
    text: 'context: worker CPU of hello, 8 connections ÷ a bare createContext and release with the same recycling',
    kind: 'at most',
    bound: 1.4,
    measure: ({ results }, instead = 'fresh-context') =>
      ratioOf(results.of(instead, HELLO_8, workerCpu), results.of('fresh-context', HELLO_8, bareCpu)),
  },
  {
    text: 'context: parent CPU of hello, 8 connections ÷ Hono alone',
    kind: 'at most',
    bound: 4,
    measure: ({ results }, instead = 'fresh-context') => results.ratio(HELLO_8, parentCpu, instead, 'hono'),
  },
  against('throughput', HELLO_8, rate, 'fresh-modules', 'mod-python', 'at least', 3),
  against('throughput', HELLO_8, rate, 'fresh-modules', 'php-fpm', 'at least', 0.7),
  against('throughput', HELLO_8, rate, 'fresh-never', 'php-fpm', 'at least', 0.8),
  { ...against('throughput', HELLO_8, rate, 'fresh-never', 'php-fpm', 'at least', 1), stretch: true },
  against('throughput', UPLOAD, rate, 'fresh-context', 'apache-node', 'at least', 2),
  against('throughput', PAGE, rate, 'fresh-context', 'apache-node', 'at least', 2),
  ofBound(
    `first answer after the start ÷ ${FIRST_ANSWER_MS} ms`,
    FIRST_ANSWER_MS,
    ({ firstAnswerMs }) => firstAnswerMs,
  ),
  ofBound(`a killed worker replaced by the spare ÷ ${REPLACED_MS} ms`, REPLACED_MS, ({ replacedMs }) => replacedMs),
  ofBound(`PSS of an idle worker ÷ ${IDLE_MIB} MB`, IDLE_MIB, ({ idleMib }) => idleMib),
];

/** Undefined: not measured. */
export function isMet({ kind, bound }: Target, spread: Spread | undefined): boolean | undefined {
  if (spread === undefined) return undefined;
  return kind === 'at least' ? spread.median >= bound : spread.median <= bound;
}

/** `≥ 40`, with a word if it is only aimed at. */
export function boundOf({ kind, bound, stretch }: Target): string {
  return `${kind === 'at least' ? '≥' : '≤'} ${bound}${stretch ? ' (stretch)' : ''}`;
}

function against(
  what: string,
  row: Row,
  figure: Figure,
  over: PeerName,
  under: PeerName,
  kind: Target['kind'],
  bound: number,
): Target {
  const mode = over.replace('fresh-', '');
  const other = { 'apache-node': 'Apache + node', 'mod-python': 'mod_python', 'php-fpm': 'php-fpm' }[under as string];
  return {
    text: `${mode}: ${what} of ${row.name} ÷ ${other}`,
    kind,
    bound,
    measure: ({ results }, instead = over) => results.ratio(row, figure, instead, under),
  };
}

function ofBound(text: string, bound: number, figure: (startup: Startup) => readonly number[]): Target {
  return {
    text,
    kind: 'at most',
    bound: 1,
    measure: ({ startup }) => {
      const values = startup && figure(startup);
      return (
        values &&
        ratioOf(
          values,
          values.map(() => bound),
        )
      );
    },
  };
}

function rowOf(name: string): Row {
  const row = ROWS.find((one) => one.name === name);
  if (row === undefined) throw new Error(`Cannot find row "${name}"`);
  return row;
}
