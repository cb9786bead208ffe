// Asks for a static file all the time, on a thread of its own: what an attacking client receives must not delay the one who measures.
import { get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const PERIOD_MS = 20;
let worst = 0;
let running = true;

function ask(): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const sent = get({ port: workerData as number, path: '/ping.txt', agent: false }, (response) => {
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
  worst = Math.max(worst, (await ask()) - Math.max(0, own));
}
parentPort?.postMessage(worst);
parentPort?.close();
