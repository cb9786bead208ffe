// npm run bench:peers: freshcgi beside what else runs scripts, on this machine, now. Ratios of interleaved rounds; absolute figures go to
// the terminal only. `--write` puts the ratios into docs/performance.md.

import { whereIs } from '../../servers/listening.ts';
import { circumstances, writeParts } from './document.ts';
import { FLOORS, floorsTable } from './floors.ts';
import { measure } from './measure.ts';
import { type Options, parseOptions } from './options.ts';
import type { Peer } from './peer.ts';
import { missingOf, PEERS, startPeers } from './peers.ts';
import { coloured, makeProgress } from './progress.ts';
import {
  absoluteTable,
  latencyTable,
  setupList,
  shareTable,
  type Table,
  targetsTable,
  throughputTable,
  toMarkdown,
  versusTable,
} from './report.ts';
import type { Results } from './results.ts';
import { ROWS, type Row } from './rows.ts';
import { makeSite } from './site.ts';
import { measureStartup } from './startup.ts';
import { plainTable } from './table.ts';
import { isMet, type Measurements, TARGETS } from './targets.ts';

const progress = makeProgress();

async function main(options: Options): Promise<void> {
  if (whereIs('wrk') === undefined || whereIs('taskset') === undefined)
    throw new Error('Cannot measure: wrk or taskset is missing: apt-get install wrk util-linux');
  const chosen = [...PEERS, ...FLOORS].filter(({ name }) => options.peers.length === 0 || options.peers.includes(name));
  const rows = ROWS.filter(({ name }) => options.rows.length === 0 || options.rows.some((part) => name.includes(part)));
  using site = makeSite();
  const started = await startPeers(chosen, site, options.cores, progress.note);
  const all = started.map(({ peer }) => peer);
  let results: Results;
  try {
    results = await measure(started, site, { ...options, rows }, progress);
  } finally {
    for (const { running } of started) await running.stop();
  }
  const startup = await measureStartup(site, options.cores, progress.now).catch((error: unknown) => {
    progress.note(`Start and memory are left out: ${error}`);
    return undefined;
  });
  progress.end();
  print(results, all, rows, { results, startup });
  if (options.write) write(options, results, all, rows, { results, startup });
}

function print(results: Results, all: readonly Peer[], rows: readonly Row[], run: Measurements): void {
  const peers = withoutFloors(all);
  const show = (title: string, { head, rows: lines }: Table) =>
    process.stdout.write(`${title}\n${plainTable(head, lines)}\n`);
  show('Absolute, medians', absoluteTable(results, all, rows));
  show('Throughput', throughputTable(results, peers, rows));
  show('Against the two', versusTable(results, rows));
  show('Latency', latencyTable(results, peers, rows));
  const shares = shareTable(results);
  if (shares) show('CPU of a hello in a fresh context', shares);
  show('Targets', targetsTable(TARGETS, run));
  show('Floors', floorsTable(run));
  const met = TARGETS.map((target) => isMet(target, target.measure(run)));
  const [held, missed] = [met.filter((one) => one === true).length, met.filter((one) => one === false).length];
  const line = `${held} targets met, ${missed} not met, ${met.length - held - missed} not measured`;
  process.stdout.write(`${coloured(line, held === met.length)}\n`);
}

function write(
  { cores, rounds, seconds }: Options,
  results: Results,
  all: readonly Peer[],
  rows: readonly Row[],
  run: Measurements,
): void {
  const peers = withoutFloors(all);
  const left = PEERS.filter((peer) => !peers.includes(peer));
  const leftOut = left.map((peer) => `${peer.title} (${missingOf(peer).join(', ') || 'it did not start'})`);
  const versions = peers.flatMap((peer) => peer.versions());
  const note = circumstances(cores, versions, rounds, seconds);
  const shares = shareTable(results);
  writeParts({
    targets: `${toMarkdown(targetsTable(TARGETS, run))}\n${note}`,
    peers: [
      setupList(peers),
      ...(leftOut.length > 0 ? [`Not measured: ${leftOut.join(', ')}.\n`] : []),
      toMarkdown(throughputTable(results, peers, rows)),
      toMarkdown(versusTable(results, rows)),
      toMarkdown(latencyTable(results, peers, rows)),
      note,
    ].join('\n'),
    ...(shares && { shares: `${toMarkdown(shares)}\n${note}` }),
    floors: `${toMarkdown(floorsTable(run))}\n${note}`,
  });
}

function withoutFloors(all: readonly Peer[]): Peer[] {
  return all.filter((one) => !FLOORS.includes(one));
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  progress.end();
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
