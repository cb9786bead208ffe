// Floors: what the least that a design like this could do takes of the same machine in the same rounds, beside the targets. No target
// beyond its floor can be met by making freshcgi faster; one that is far on this side of it can.
import { join } from 'node:path';
import { startNode } from './node-peers.ts';
import type { Peer, PeerName } from './peer.ts';
import type { Table } from './report.ts';
import { type Figure, rate } from './results.ts';
import { formatSpread, ratioOf, type Spread } from './statistics.ts';
import { boundOf, HELLO_1, HELLO_8, isMet, type Measurements, TARGETS } from './targets.ts';

const SERVER = join(import.meta.dirname, 'servers', 'floor.ts');

const floorContext = floor('floor-context', 'bare contexts behind a parent', 'context');
const floorEcho = floor('floor-echo', 'echo behind a parent', 'echo');

/** Started and asked like peers, but nobody's alternative. */
export const FLOORS: readonly Peer[] = [floorContext, floorEcho];

function floor(name: PeerName, title: string, kind: string): Peer {
  return {
    name,
    title,
    setup: 'only what a design with a parent and 2 worker processes cannot do without',
    needs: [],
    extension: '',
    rows: [HELLO_1.name, HELLO_8.name],
    versions: () => [],
    start: (_, cores) => startNode(cores, SERVER, kind),
  };
}

/** What is compared, what the target says of it, and the figures. */
interface FloorRow {
  readonly text: string;
  readonly bound: string;
  readonly floor: string;
  atBest(run: Measurements): Spread | undefined;
  ours(run: Measurements): Spread | undefined;
  /** Undefined where nothing is promised. */
  isWithin(spread: Spread | undefined): boolean | undefined;
}

const bareRate: Figure = (measured) => measured.bareRate ?? Number.NaN;

const OVER_MOD_PYTHON = 'throughput of hello, 8 connections ÷ mod_python';
const OVER_PHP_FPM = 'throughput of hello, 8 connections ÷ php-fpm';

export const FLOOR_ROWS: readonly FloorRow[] = [
  ...bareAlone(`context: ${OVER_MOD_PYTHON}`, 'mod-python'),
  ...bareAlone(`context: ${OVER_PHP_FPM}`, 'php-fpm'),
  ...behindParent(floorContext, `context: ${OVER_MOD_PYTHON}`),
  ...behindParent(floorContext, 'context: p50 of hello, 1 connection ÷ mod_python'),
  ...behindParent(floorContext, 'context: p99 of hello, 8 connections ÷ mod_python'),
  ...behindParent(
    floorContext,
    'context: worker CPU of hello, 8 connections ÷ a bare createContext and release with the same recycling',
  ),
  ...behindParent(floorContext, 'context: parent CPU of hello, 8 connections ÷ Hono alone'),
  ...behindParent(floorEcho, `modules: ${OVER_MOD_PYTHON}`),
  ...behindParent(floorEcho, `modules: ${OVER_PHP_FPM}`),
  ...behindParent(floorEcho, `never: ${OVER_PHP_FPM}`),
  ...behindParent(floorEcho, 'context: parent CPU of hello, 8 connections ÷ Hono alone'),
];

/** Processes that only make and release contexts: no request is ever answered. */
function bareAlone(text: string, under: PeerName): FloorRow[] {
  const target = TARGETS.find((one) => one.text === text);
  return [
    {
      text,
      bound: target ? boundOf(target) : '–',
      floor: 'bare contexts alone',
      atBest: ({ results }) =>
        ratioOf(results.of('floor-context', HELLO_8, bareRate), results.of(under, HELLO_8, rate)),
      ours: ({ results }) => results.ratio(HELLO_8, rate, 'fresh-context', under),
      isWithin: (spread) => target && isMet(target, spread),
    },
  ];
}

/** All targets of this text, each as the floor would hold it. */
function behindParent({ name, title }: Peer, text: string): FloorRow[] {
  const targets = TARGETS.filter((one) => one.text === text);
  if (targets.length === 0) throw new Error(`Cannot find target ${JSON.stringify(text)}`);
  return targets.map((target) => ({
    text,
    bound: boundOf(target),
    floor: title,
    atBest: (run) => target.measure(run, name),
    ours: (run) => target.measure(run),
    isWithin: (spread) => isMet(target, spread),
  }));
}

export function floorsTable(run: Measurements): Table {
  return {
    head: ['target', 'bound', 'floor', 'the floor measures', 'bound is within it', 'freshcgi measures'],
    rows: FLOOR_ROWS.map(({ text, bound, floor, atBest, ours, isWithin }) => {
      const best = atBest(run);
      const within = isWithin(best);
      return [
        text,
        bound,
        floor,
        formatSpread(best),
        within === undefined ? '–' : within ? 'yes' : 'no',
        formatSpread(ours(run)),
      ];
    }),
  };
}
