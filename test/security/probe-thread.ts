// Asks for a static file all the time, on a thread of its own: what an attacking client receives must not delay the one who measures.
// A server that does nothing else is asked as well: what delays that one, too, is the machine.
import { get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const PERIOD_MS = 20;
const [target, control] = workerData as [number, number]; // as expectation.ts starts it
let [worst, usual] = [0, 0];
let running = true;

function ask(port: number): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const sent = get({ port, path: '/ping.txt', agent: false }, (response) => {
      response.resume().on('close', () => resolve(response.statusCode === 200 ? performance.now() - startedAt : 0));
    });
    sent.on('error', () => resolve(0));
  });
}

parentPort?.on('message', () => {
  running = false;
});
while (running) {
  const plannedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
  // A late timer is the machine's lag, not the server's.
  const own = performance.now() - plannedAt - PERIOD_MS;
  const late = Math.max(0, own);
  const [ms, controlMs] = await Promise.all([ask(target), ask(control)]);
  worst = Math.max(worst, ms - late);
  usual = Math.max(usual, controlMs, late);
}
parentPort?.postMessage([worst, usual]);
parentPort?.close();
