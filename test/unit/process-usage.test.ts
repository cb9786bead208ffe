import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pageSize, readUsage } from '../../engine/pool/process-usage.ts';

/** As the kernel writes it here. */
function auxv(...words: number[]): Buffer {
  return Buffer.from(new BigUint64Array(words.map(BigInt)).buffer);
}

const LISTS: Record<string, [list: Buffer, size: number]> = {
  'pages of 64 KiB': [auxv(33, 4096, 16, 6, 6, 65_536, 17, 100, 0, 0), 65_536],
  'pages of 16 KiB, first': [auxv(6, 16_384, 0, 0), 16_384],
  'no size of a page': [auxv(33, 1, 0, 0), 4096],
  'a list that is cut': [auxv(33, 1, 6), 4096],
};
for (const [what, [list, size]] of Object.entries(LISTS)) {
  test(`pageSize: ${what}`, () => assert.equal(pageSize(list), size));
}

test('pageSize: as getconf has it', { skip: process.platform !== 'linux' }, () => {
  const size = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
  assert.equal(pageSize(readFileSync('/proc/self/auxv')), size);
});

test('readUsage: memory in bytes and CPU in milliseconds of a process, nothing of one that is gone', {
  skip: process.platform !== 'linux',
}, () => {
  const { rssBytes = 0, cpuMs = 0 } = readUsage(process.pid) ?? {};
  const ratio = rssBytes / process.memoryUsage.rss();
  assert.ok(ratio > 0.9 && ratio < 1.1, String(ratio));
  const { user, system } = process.cpuUsage();
  assert.ok(Math.abs(cpuMs - (user + system) / 1000) < 100, String(cpuMs));
  assert.equal(readUsage(2 ** 22 + 1), undefined);
});
