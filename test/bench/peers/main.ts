// npm run bench:peers: freshcgi beside what else runs scripts, on this machine, now. Ratios of interleaved rounds; absolute figures go to
// the terminal only.
import { measure } from './measure.ts';
import { parseOptions } from './options.ts';
import { missingOf, PEERS, startPeers } from './peers.ts';
import { makeProgress } from './progress.ts';
import {
  absoluteTable,
  latencyTable,
  shareTable,
  type Table,
  targetsTable,
  throughputTable,
  versusTable,
} from './report.ts';
import { ROWS } from './rows.ts';
import { whereIs } from './server-process.ts';
import { makeSite } from './site.ts';
import { measureStartup } from './startup.ts';
import { plainTable } from './table.ts';
import { TARGETS } from './targets.ts';

const options = parseOptions(process.argv.slice(2));
const chosen = PEERS.filter(({ name }) => options.peers.length === 0 || options.peers.includes(name));
const rows = ROWS.filter(({ name }) => options.rows.length === 0 || options.rows.some((part) => name.includes(part)));
if (whereIs('wrk') === undefined || whereIs('taskset') === undefined) {
  process.stderr.write('Cannot measure: wrk or taskset is missing: apt-get install wrk util-linux\n');
  process.exit(1);
}

const progress = makeProgress();
using site = makeSite();
const started = await startPeers(chosen, site, options.cores, progress.note);
try {
  const results = await measure(started, site, { ...options, rows }, progress);
  for (const { running } of started.splice(0)) await running.stop();
  const startup = await measureStartup(site, options.cores, progress.now);
  progress.end();
  const peers = chosen.filter((peer) => missingOf(peer).length === 0);
  const tables: ReadonlyArray<Table | undefined> = [
    absoluteTable(results, peers, rows),
    throughputTable(results, peers, rows),
    versusTable(results, rows),
    latencyTable(results, peers, rows),
    shareTable(results),
    targetsTable(TARGETS, { results, startup }),
  ];
  for (const table of tables) if (table) process.stdout.write(`${plainTable(table.head, table.rows)}\n`);
} finally {
  progress.end();
  for (const { running } of started) await running.stop();
}
