// Compares what came back with what a case expects. '$ROOT' and '$PUBLIC' in an expectation are the site's folders.
import assert from 'node:assert/strict';
import type { Expectation } from './case.ts';
import type { OpenDoor, Outcome } from './doors/door.ts';
import { SECRET, type Site } from './site.ts';

/** Where this package lies: no answer of a server may name it. Beside it the marks of a stack of the host. */
const HOST = [import.meta.dirname.replace(/\/test\/suite$/, ''), 'node:internal', '/node_modules/', 'dist/engine'];

export async function check(outcome: Outcome, expected: Expectation, door: OpenDoor, site: Site): Promise<void> {
  const text = Buffer.from(outcome.body).toString('latin1');
  const shown = `\nstatus ${outcome.status}\nbody ${JSON.stringify(text.slice(0, 600))}\nlog ${door.log.text.slice(-1500)}`;
  assert.ok([expected.status].flat().includes(outcome.status), `status ${expected.status} is expected${shown}`);
  if (expected.reason !== undefined) assert.equal(outcome.reason, expected.reason, `reason${shown}`);
  checkHeaders(outcome, expected, site, shown);
  checkBody(outcome.body, expected.body, shown);
  if (expected.env !== undefined || expected.shows !== undefined) checkJson(text, expected, site, shown);
  assert.equal(outcome.truncated, expected.truncated ?? false, `truncated${shown}`);
  if (expected.code !== undefined) {
    if (outcome.code !== undefined) assert.equal(outcome.code, expected.code, `code${shown}`);
    else await door.log.waitFor(new RegExp(`\\b${expected.code}\\b`));
  }
  for (const pattern of expected.log ?? []) await door.log.waitFor(pattern);
  checkHidden(outcome, text, expected);
}

function checkHeaders(outcome: Outcome, expected: Expectation, site: Site, shown: string): void {
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const values = outcome.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map((pair) => pair[1]);
    if (value === null) assert.deepEqual(values, [], `${name} is absent${shown}`);
    else if (value instanceof RegExp) assert.match(values.join('\n'), value, `${name}${shown}`);
    else if (typeof value === 'string') assert.deepEqual(values, [site.fill(value)], `${name}${shown}`);
    // Headers of a web Response joins what a socket keeps apart: both say the same (RFC 9110 5.3).
    else assert.equal(values.join(', '), value.join(', '), `${name}${shown}`);
  }
}

function checkBody(body: Uint8Array, expected: Expectation['body'], shown: string): void {
  if (expected === undefined) return;
  if (expected instanceof Uint8Array) assert.ok(Buffer.compare(body, expected) === 0, `bytes of the body${shown}`);
  else if (typeof expected === 'string') assert.equal(Buffer.from(body).toString('latin1'), expected, `body${shown}`);
  else assert.match(Buffer.from(body).toString('utf8'), expected, `body${shown}`);
}

function checkJson(text: string, expected: Expectation, site: Site, shown: string): void {
  const seen = JSON.parse(Buffer.from(text, 'latin1').toString()) as Record<string, unknown>;
  for (const [name, value] of Object.entries(expected.env ?? {})) {
    const actual = (seen['env'] as Record<string, string>)[name];
    if (value instanceof RegExp) assert.match(actual ?? '(unset)', value, `${name}${shown}`);
    else assert.equal(actual, value === null ? undefined : site.fill(value), `${name}${shown}`);
  }
  for (const [name, value] of Object.entries(expected.shows ?? {})) {
    assert.deepEqual(seen[name], typeof value === 'string' ? site.fill(value) : value, `${name}${shown}`);
  }
}

/** Never in an answer: source of what is no script, paths of our own installation, frames of the host. */
function checkHidden(outcome: Outcome, text: string, expected: Expectation): void {
  const answer = `${outcome.headers.join('\n')}\n${text}`;
  assert.ok(!answer.includes(SECRET), 'source in the answer');
  if (expected.hides !== undefined) assert.doesNotMatch(answer, expected.hides);
  if (expected.env !== undefined || expected.shows !== undefined) return; // PATH names whatever the host has
  for (const path of HOST) assert.ok(!answer.includes(path), `${path} in the answer:\n${answer.slice(0, 2000)}`);
}
