// 1 MB up and down, then 64 MB and 1 GB: the server and its worker must not hold what passes through them.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { startFresh } from '../peers/node-peers.ts';
import type { RunningPeer } from '../peers/peer.ts';
import { childrenOf } from '../peers/process-cpu.ts';
import { ratioOf } from '../peers/statistics.ts';
import type { GrowthRow, Setting } from './row.ts';

const MIB = 1024 * 1024;
const SMALL = 1;
const LARGER = [64, 1024];
const PIECE = Buffer.alloc(64 * 1024, 'b');
const OPTIONS = ['--workers', '1', '--max-body', String(2 * 1024 * MIB), '--timeout', '600', '--cpu', '600'];

interface Peak {
  readonly server: number;
  readonly worker: number;
  readonly msPerMib: number;
}

type Transfer = (server: RunningPeer, mib: number) => Promise<void>;

export async function growBodies(setting: Setting): Promise<GrowthRow[]> {
  return [...(await grow('upload', upload, setting)), ...(await grow('page', download, setting))];
}

async function grow(what: string, transfer: Transfer, setting: Setting): Promise<GrowthRow[]> {
  setting.now(`${what} of ${SMALL} MB`);
  const small = await peakOf(transfer, SMALL, setting);
  const rows: GrowthRow[] = [];
  for (const size of LARGER) {
    setting.now(`${what} of ${size} MB`);
    const large = await peakOf(transfer, size, setting);
    const row = (name: string, figure: (peak: Peak) => number, expected: string) =>
      rows.push({
        what: `${name}: ${what} of ${size.toLocaleString('en')} MB ÷ of ${SMALL} MB`,
        measured: ratioOf([figure(large)], [figure(small)]),
        expected,
      });
    row('peak memory of the server', ({ server }) => server, 'flat, but for what is collected late');
    row('peak memory of the worker', ({ worker }) => worker, 'flat, but for what is collected late');
    row('time per MB', ({ msPerMib }) => msPerMib, '1 or less');
  }
  return rows;
}

/** A server of its own for each size: the system keeps a process's peak for its whole life. */
async function peakOf(transfer: Transfer, mib: number, { cores, root }: Setting): Promise<Peak> {
  const server = await startFresh(cores, root, ...OPTIONS);
  try {
    await transfer(server, 1);
    const startedAt = performance.now();
    await transfer(server, mib);
    const msPerMib = (performance.now() - startedAt) / mib;
    return { server: peakMib(server.pid), worker: Math.max(...childrenOf(server.pid).map(peakMib)), msPerMib };
  } finally {
    await server.stop();
  }
}

function peakMib(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}

function upload({ port }: RunningPeer, mib: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const bytes = mib * MIB;
    const options = { host: '127.0.0.1', port, path: '/cgi-bin/upload.js', method: 'POST', agent: false };
    const sent = request({ ...options, headers: { 'Content-Length': bytes } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      answer.on('end', () => {
        if (text === `${bytes}\n`) resolve();
        else reject(new Error(`Cannot upload ${mib} MB: the answer is ${answer.statusCode} ${text.slice(0, 80)}`));
      });
    }).on('error', reject);
    let left = bytes;
    const more = () => {
      while (left > 0) {
        left -= PIECE.length;
        if (!sent.write(PIECE)) return void sent.once('drain', more);
      }
      sent.end();
    };
    more();
  });
}

function download({ port }: RunningPeer, mib: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = `/cgi-bin/large.js?${mib}`;
    request({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => {
        if (bytes === mib * MIB) resolve();
        else reject(new Error(`Cannot load ${mib} MB: the answer is ${answer.statusCode} with ${bytes} bytes`));
      });
    })
      .on('error', reject)
      .end();
  });
}
