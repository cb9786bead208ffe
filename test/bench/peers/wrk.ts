// One round of load by wrk, on the same cores as the servers. Its figures come as one line of JSON out of a Lua script.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Ask } from './rows.ts';

const MARK = 'figures:';
/** A request may take long where there are more clients than workers; it still counts. */
const TIMEOUT_S = 60;

export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly requests: number;
}

interface Figures {
  readonly requests: number;
  readonly durationUs: number;
  readonly bytes: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly failed: number;
}

export interface Load {
  readonly url: string;
  readonly lua: string;
  readonly connections: number;
  readonly seconds: number;
  /** As `taskset -c` takes them. */
  readonly cores: string;
  readonly ask: Ask;
}

/** The part of a Lua script that prints the figures. */
export const DONE = `done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('${MARK}{"requests":%d,"durationUs":%d,"bytes":%d,"p50Us":%d,"p99Us":%d,"failed":%d}\\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;

/** Writes the Lua script that asks this, and returns its path. */
export function writeLua(folder: string, { script, body }: Ask): string {
  const path = join(folder, `${script}.lua`);
  if (body === undefined) writeFileSync(path, DONE);
  else {
    writeFileSync(`${path}.body`, body.bytes);
    writeFileSync(
      path,
      `wrk.method = "POST"
wrk.headers["Content-Type"] = "${body.type}"
wrk.body = io.open("${path}.body", "rb"):read("*a")
${DONE}`,
    );
  }
  return path;
}

/** Rejects if one answer was not a success, or if less came back than that many answers are long. */
export async function wrk(load: Load): Promise<Round> {
  const { url, lua, connections, seconds, cores, ask } = load;
  const args = [
    '-c',
    cores,
    'wrk',
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    `--timeout=${TIMEOUT_S}s`,
    '-s',
    lua,
    url,
  ];
  const { stdout } = await promisify(execFile)('taskset', args, { timeout: (seconds + TIMEOUT_S) * 1000 });
  return parseFigures(stdout, Buffer.byteLength(ask.answer));
}

/** What wrk printed, checked. */
export function parseFigures(printed: string, answerBytes: number): Round {
  const line = printed.split('\n').find((text) => text.startsWith(MARK));
  if (line === undefined)
    throw new Error(`Cannot read wrk's figures: it printed ${JSON.stringify(printed.slice(-300))}`);
  const { requests, durationUs, bytes, p50Us, p99Us, failed } = JSON.parse(line.slice(MARK.length)) as Figures;
  if (failed > 0) throw new Error(`Cannot count a round of ${requests} requests: ${failed} failed`);
  if (requests === 0) throw new Error(`Cannot count a round: no answer in ${durationUs / 1e6} s`);
  if (bytes < requests * answerBytes)
    throw new Error(`Cannot count a round: ${requests} answers of ${answerBytes} bytes were ${bytes} bytes together`);
  return { requestsPerSecond: (requests / durationUs) * 1e6, p50Us, p99Us, requests };
}
