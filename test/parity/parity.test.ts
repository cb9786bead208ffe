// The same script as a process of node and in the sandbox: headers, body, stderr and exit code are equal.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Both } from './both.ts';
import { CONTEXTS } from './scripts/contexts.ts';
import { DOMAINS } from './scripts/domains.ts';
import { ENDINGS } from './scripts/endings.ts';
import { ES_MODULES } from './scripts/es-modules.ts';
import { FIRST_LOOKS } from './scripts/first-looks.ts';
import { LEGACY } from './scripts/legacy.ts';
import { MODULES } from './scripts/modules.ts';
import { ORDERING } from './scripts/ordering.ts';
import { OVERWRITTEN } from './scripts/overwritten.ts';

const both = new Both();
after(() => both.close());

const ALL = {
  ...ORDERING,
  ...ENDINGS,
  ...MODULES,
  ...LEGACY,
  ...ES_MODULES,
  ...CONTEXTS,
  ...DOMAINS,
  ...FIRST_LOOKS,
  ...OVERWRITTEN,
};

for (const [name, code] of Object.entries(ALL)) {
  test(`${name} runs as in node`, async () => {
    both.add(name, code);
    const { inNode, here } = await both.run(name);
    assert.deepEqual(here, inNode);
  });
}
