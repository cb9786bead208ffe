// The figures as tables: ratios for docs/performance.md, absolute ones for the terminal. Pure.
import type { Peer, PeerName } from './peer.ts';
import { totalOf } from './process-cpu.ts';
import { type Figure, type Measured, p50, p99, type Results, rate } from './results.ts';
import type { Row } from './rows.ts';
import { formatSpread } from './statistics.ts';
import { type Cells, markdownTable } from './table.ts';
import { boundOf, HELLO_8, isMet, type Measurements, type Target } from './targets.ts';

export interface Table {
  readonly head: Cells;
  readonly rows: readonly Cells[];
}

/** How many times Apache + node's throughput each peer has. */
export function throughputTable(results: Results, peers: readonly Peer[], rows: readonly Row[]): Table {
  const others = withoutApache(peers);
  return {
    head: ['throughput ÷ Apache + node', ...others.map(({ title }) => title)],
    rows: rows.map((row) => [
      row.name,
      ...others.map(({ name }) => formatSpread(results.ratio(row, rate, name, 'apache-node'))),
    ]),
  };
}

/** The same against the two that freshcgi measures itself by. */
export function versusTable(results: Results, rows: readonly Row[]): Table {
  const pairs = (['context', 'modules', 'never'] as const).flatMap((mode) =>
    (['mod-python', 'php-fpm'] as const).map((under) => ({ mode, under })),
  );
  return {
    head: [
      'throughput',
      ...pairs.map(({ mode, under }) => `${mode} ÷ ${under === 'mod-python' ? 'mod_python' : under}`),
    ],
    rows: rows.map((row) => [
      row.name,
      ...pairs.map(({ mode, under }) => formatSpread(results.ratio(row, rate, `fresh-${mode}`, under))),
    ]),
  };
}

/** How many times sooner than Apache + node each peer answers. */
export function latencyTable(results: Results, peers: readonly Peer[], rows: readonly Row[]): Table {
  const others = withoutApache(peers);
  const figures = [
    ['p50', p50],
    ['p99', p99],
  ] as const;
  return {
    head: ['Apache + node’s ÷ this one’s', ...others.map(({ title }) => title)],
    rows: rows
      .filter(({ ask }) => ask.script === 'hello')
      .flatMap((row) =>
        figures.map(([word, figure]) => [
          `${word}, ${row.name}`,
          ...others.map(({ name }) => formatSpread(results.ratio(row, figure, 'apache-node', name))),
        ]),
      ),
  };
}

/** Peers all of whose processes are the one that accepts and its children: only their CPU is known. */
const WITH_CPU: readonly PeerName[] = [
  'node-vm',
  'hono',
  'fresh-context',
  'fresh-modules',
  'fresh-never',
  'floor-context',
  'floor-echo',
];

/** Absolute figures. */
export function absoluteTable(results: Results, peers: readonly Peer[], rows: readonly Row[]): Table {
  const shown = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? '–';
  return {
    head: ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs, parent', 'workers'],
    rows: rows.flatMap((row) =>
      peers
        .filter((peer) => peer.rows?.includes(row.name) ?? true)
        .map(({ name, title }) => {
          const of = (figure: Figure) => results.median(name, row, figure);
          const cpu = (figure: Figure) => (WITH_CPU.includes(name) ? of(figure) : undefined);
          return [
            `${row.name}: ${title}`,
            shown(of(rate), 0),
            shown(
              of((m) => m.p50Us / 1000),
              2,
            ),
            shown(
              of((m) => m.p99Us / 1000),
              2,
            ),
            shown(
              cpu((m) => totalOf(m.cpu.parent) / m.requests),
              0,
            ),
            shown(
              cpu((m) => totalOf(m.cpu.workers) / m.requests),
              0,
            ),
          ];
        }),
    ),
  };
}

export function targetsTable(targets: readonly Target[], run: Measurements): Table {
  return {
    head: ['target', 'bound', 'measured', 'met'],
    rows: targets.map((target) => {
      const spread = target.measure(run);
      const met = isMet(target, spread);
      return [
        target.text,
        boundOf(target),
        formatSpread(spread),
        met === undefined ? 'not measured' : met ? 'yes' : 'no',
      ];
    }),
  };
}

/** Shares of the CPU that a hello takes in both processes; they add up. */
export function shareTable(results: Results): Table | undefined {
  const share = (figure: (m: Measured) => number) =>
    results.median('fresh-context', HELLO_8, (m) => figure(m) / (totalOf(m.cpu.parent) + totalOf(m.cpu.workers)));
  const parent = share((m) => totalOf(m.cpu.parent));
  const parentKernel = share((m) => m.cpu.parent.kernel);
  const bare = share((m) => (m.bareUs ?? Number.NaN) * m.requests);
  const workersKernel = share((m) => m.cpu.workers.kernel);
  if (parent === undefined || parentKernel === undefined || bare === undefined || workersKernel === undefined)
    return undefined;
  // Rounded first: what is written adds up to 100.
  const percent = (value: number) => Math.round(value * 100);
  const [ofParent, ofBare] = [percent(parent), percent(bare)];
  return {
    head: ['where', 'share', 'of all CPU, in the kernel'],
    rows: [
      ['parent: HTTP, locating the script, records, header block', `${ofParent} %`, `${percent(parentKernel)} %`],
      ['worker: making and releasing a bare context', `${ofBare} %`, ''],
      ['worker: all else', `${100 - ofParent - ofBare} %`, ''],
      ['worker together', `${100 - ofParent} %`, `${percent(workersKernel)} %`],
    ],
  };
}

/** How each peer is set up. */
export function setupList(peers: readonly Peer[]): string {
  return peers.map(({ title, setup }) => `- **${title}**: ${setup}\n`).join('');
}

function withoutApache(peers: readonly Peer[]): Peer[] {
  return peers.filter(({ name }) => name !== 'apache-node');
}

export function toMarkdown({ head, rows }: Table): string {
  return markdownTable(head, rows);
}
