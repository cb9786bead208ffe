// What a fresh V8 context costs by itself: the measure of everything the worker adds. A process of its own, as a worker is.
import { BareContexts } from './bare-contexts.ts';

const RUNS = Number(process.argv[2]);

const contexts = new BareContexts();
for (let i = 0; i < 100; i++) contexts.make().release();
const before = process.cpuUsage();
const startedAt = performance.now();
for (let i = 0; i < RUNS; i++) contexts.make().release();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ wallUs: ((performance.now() - startedAt) / RUNS) * 1000, cpuUs: (user + system) / RUNS }),
);
