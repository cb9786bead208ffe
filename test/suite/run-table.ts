// Runs the whole table through one door: one engine or server per group of options, not one per case.
import { after, before, describe, test } from 'node:test';
import { type Case, stepsOf } from './case.ts';
import { check } from './check.ts';
import type { Door, OpenDoor } from './doors/door.ts';
import { GROUPS, type GroupName } from './groups.ts';
import { makeSite, type Site } from './site.ts';
import { TABLE } from './table/index.ts';

/** A variable of the host that no script may see. */
process.env['SECRET_OF_HOST'] = 'not for scripts';

export function runTable(door: Door): void {
  let site: Site;
  before(() => {
    site = makeSite(TABLE);
  });
  after(() => site.remove());
  for (const name of Object.keys(GROUPS) as GroupName[]) {
    const cases = TABLE.filter((one) => (one.group ?? 'default') === name);
    describe(`${door.name}, options "${name}"`, () => {
      let open: OpenDoor | undefined;
      after(() => open?.close());
      for (const one of cases) {
        const skip = reasonToSkip(door, one);
        test(`${one.id} ${one.what}`, skip === undefined ? {} : { skip }, async () => {
          open ??= await door.open(GROUPS[name], site);
          await runCase(one, open, site);
        });
      }
    });
  }
}

function reasonToSkip(door: Door, one: Case): string | undefined {
  const given = one.skip?.[door.name];
  if (given !== undefined) return given;
  const group = GROUPS[one.group ?? 'default'];
  return stepsOf(one)
    .map((step) => door.cannot(one, step, group))
    .find((reason) => reason !== undefined);
}

async function runCase(one: Case, door: OpenDoor, site: Site): Promise<void> {
  for (const step of stepsOf(one)) {
    if (step.write !== undefined) site.write(step.write);
    door.log.clear();
    await check(await door.send(one, step), step.expect, door, site);
  }
}
