// `npm run soak`: 100,000 requests and 10,000 uploads of 1 MB, or as many as the two arguments say; figures on stdout.
import { growthOf, type Sample, soak } from './soak.ts';

const [requests = 100_000, uploads = 10_000] = process.argv.slice(2).map(Number);
const result = await soak({ requests, uploads }, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(done * 100)} % `);
});
const { samples, seconds, odd, answers, descriptors, spooled } = result;
const figures: ReadonlyArray<readonly [string, (sample: Sample) => number]> = [
  ['server, MiB', ({ server }) => server],
  ['workers together, MiB', ({ workers }) => workers],
  ['descriptors of the server', (sample) => sample.descriptors],
];
const at = (done: number) => samples.find((sample) => sample.done >= done) ?? (samples.at(-1) as Sample); // there is always a last one
const shares = [0.01, 0.2, 0.4, 0.6, 0.8, 1];
const lines = [
  `${answers} answers (${requests} requests, ${uploads} uploads of 1 MB) in ${Math.round(seconds)} s, Node ${process.version}`,
  '',
  `| | ${shares.map((share) => `${share * 100} %`).join(' | ')} | growth |`,
  `|---|${'---|'.repeat(shares.length + 1)}`,
  ...figures.map(
    ([name, figure]) =>
      `| ${name} | ${shares.map((share) => Math.round(figure(at(share)))).join(' | ')} | ${growthOf(samples, figure).toFixed(1)} |`,
  ),
  '',
  `descriptors before and after: ${descriptors.join(' and ')}; spooled bodies left: ${spooled}`,
  `unexpected answers: ${odd.size === 0 ? 'none' : [...odd].map(([what, count]) => `${what} × ${count}`).join(', ')}`,
];
process.stdout.write(`${lines.join('\n')}\n`);
const leaks = growthOf(samples, ({ server }) => server) > 20 || growthOf(samples, ({ workers }) => workers) > 60;
process.exitCode = leaks || odd.size > 0 || spooled > 0 ? 1 : 0;
