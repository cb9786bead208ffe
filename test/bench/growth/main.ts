// npm run bench:growth: what becomes of freshcgi's throughput and memory when there is more of something. Ratios, as in bench:peers.
import { circumstances, writeParts } from '../peers/document.ts';
import { parseOptions } from '../peers/options.ts';
import { makeProgress } from '../peers/progress.ts';
import { makeSite } from '../peers/site.ts';
import { markdownTable, plainTable } from '../peers/table.ts';
import { growBodies } from './bodies.ts';
import { growConnections } from './connections.ts';
import { cellsOf, type GrowthRow, HEAD, type Setting } from './row.ts';
import { growScripts } from './scripts.ts';
import { growWorkers } from './workers.ts';

const options = parseOptions(process.argv.slice(2));
const progress = makeProgress();
using site = makeSite();
const setting: Setting = { ...options, folder: site.folder, root: site.root, now: progress.now };

const rows: GrowthRow[] = [];
for (const grow of [growWorkers, growConnections, growScripts, growBodies]) {
  try {
    rows.push(...(await grow(setting)));
  } catch (error) {
    progress.note(`${grow.name} is left out: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
progress.end();
process.stdout.write(plainTable(HEAD, rows.map(cellsOf)));
if (options.write) {
  const note = circumstances(options.cores, [`Node ${process.version}`], options.rounds, options.seconds);
  writeParts({ growth: `${markdownTable(HEAD, rows.map(cellsOf))}\n${note}` });
}
