// What a fresh V8 context costs by itself: the measure of everything the worker adds. A process of its own, as a worker is.
import ivm from 'isolated-vm';

const RUNS = Number(process.argv[2]);
const PER_ISOLATE = 50;

let isolate = new ivm.Isolate({ memoryLimit: 128 });
function one(run: number): void {
  if (run % PER_ISOLATE === PER_ISOLATE - 1) {
    isolate.dispose();
    isolate = new ivm.Isolate({ memoryLimit: 128 });
  }
  isolate.createContextSync().release();
}

for (let i = 0; i < 100; i++) one(i);
const before = process.cpuUsage();
const startedAt = performance.now();
for (let i = 0; i < RUNS; i++) one(i);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ wallUs: ((performance.now() - startedAt) / RUNS) * 1000, cpuUs: (user + system) / RUNS }),
);
