import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderOf, freshcgi } from './freshcgi-process.ts';

/** What the epoch is called there. */
const DATE = `console.log('Content-Type: text/plain\\n'); console.log(process.env.TZ, new Date(0).toTimeString().slice(0, 17));`;

test('freshcgi: the dates of scripts are in the time zone of --env TZ, else of TZ, else of the system', async (t) => {
  const folder = folderOf(t, { 'date.js': DATE });
  const dateWith = async (host: Record<string, string>, ...line: string[]) =>
    (await freshcgi(['run', `${folder}/date.js`, ...line], { env: host })).stdout.trim();
  assert.equal(await dateWith({ TZ: 'America/New_York' }), 'America/New_York 19:00:00 GMT-0500');
  assert.equal(await dateWith({ TZ: 'America/New_York' }, '--env', 'TZ=Asia/Tokyo'), 'Asia/Tokyo 09:00:00 GMT+0900');
  assert.equal(await dateWith({ TZ: 'America/New_York' }, '--env', 'TZ='), '00:00:00 GMT+0000');
});

test('freshcgi doctor: a script that sets TZ needs a change, one that reads it does not', async (t) => {
  const cwd = folderOf(t, {
    'asks.js': `if (process.env.TZ === 'UTC') console.log(process.env.TZ == 1);`,
    'made.js': `process.env.TZ ??= require('./zone.js');`,
    'sets.js': `'use strict';\nprocess.env.TZ = 'Europe/Berlin';`,
    'zone.js': `module.exports = 'UTC';`,
  });
  const { stdout } = await freshcgi(['doctor', '.', '--json'], { cwd });
  const found = JSON.parse(stdout) as Array<{ script: string; findings: Array<{ line: number; instead: string }> }>;
  const said = found.flatMap(({ script, findings }) => findings.map(({ line, instead }) => [script, line, instead]));
  const start = 'a run cannot change the zone of its dates: start with --env TZ=';
  assert.deepEqual(said, [
    ['made.js', 1, `${start}ZONE`],
    ['sets.js', 2, `${start}Europe/Berlin`],
  ]);
});
