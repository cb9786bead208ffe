// `npm run test:servers`: the same scripts as programs of a real node under Apache and lighttpd. What differs is exactly what is listed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APACHE } from './differences-apache.ts';
import { LIGHTTPD } from './differences-lighttpd.ts';
import type { Listed } from './listed.ts';
import { type ServerName, versionOf } from './real-server.ts';
import { type Difference, findDifferences } from './run-cases.ts';

const LISTS: Readonly<Record<ServerName, readonly Listed[]>> = { apache: APACHE, lighttpd: LIGHTTPD };

for (const [name, listed] of Object.entries(LISTS) as [ServerName, readonly Listed[]][]) {
  const version = versionOf(name);
  const skip = version === undefined ? `${name} is not on this machine` : false;
  test(`the differences to ${version ?? name} are those that are listed`, { skip, timeout: 240_000 }, async () => {
    const found = await findDifferences(name);
    const expected = new Set(listed.flatMap(({ at }) => at));
    const isListed = (one: Difference) => expected.has(keyOf(one)) || expected.has(anywhere(one));
    const seen = new Set(found.flatMap((one) => [keyOf(one), anywhere(one)]));
    assert.deepEqual(
      found.filter((one) => !isListed(one)).map((one) => `${keyOf(one)}: ours ${one.ours}, theirs ${one.theirs}`),
      [],
      'differences that nobody meant',
    );
    assert.deepEqual(
      [...expected].filter((key) => !seen.has(key)),
      [],
      'differences that are listed and do not occur',
    );
  });
}

function keyOf({ at, facet, theirs }: Difference): string {
  return facet === 'status' ? `${at} status ${theirs}` : `${at} ${facet}`;
}

function anywhere({ facet }: Difference): string {
  return `* ${facet}`;
}
