// Sends the same cases to freshcgi and to a real server and collects where the answers differ.
import { type Case, type Step, stepsOf } from '../suite/case.ts';
import type { Outcome } from '../suite/doors/door.ts';
import { serveDoor, startServe } from '../suite/doors/serve.ts';
import { sendOverSocket } from '../suite/doors/socket.ts';
import { GROUPS } from '../suite/groups.ts';
import { makeSite, type Site } from '../suite/site.ts';
import { TABLE } from '../suite/table/index.ts';
import { compare, type Found } from './compare.ts';
import { LEFT_OUT } from './left-out.ts';
import { type ServerName, searchPath, startReal } from './real-server.ts';

export interface Difference extends Found {
  /** 'O09', or 'S05#1' for the second step of a case. */
  readonly at: string;
}

/** Cases that mean the same to every server: no options of ours, nothing but a socket needed. */
const CASES: readonly Case[] = TABLE.filter(
  (one) =>
    (one.group ?? 'default') === 'default' &&
    one.skip?.serve === undefined &&
    !(one.id in LEFT_OUT) &&
    stepsOf(one).every((step) => serveDoor.cannot(one, step, GROUPS.default) === undefined),
);

/** All differences of one server from freshcgi, in the order of the table. */
export async function findDifferences(name: ServerName): Promise<Difference[]> {
  const site = makeSite(TABLE);
  const ours = await startServe(site, [], { PATH: searchPath(site) });
  const theirs = await startReal(name, site);
  try {
    const found: Difference[] = [];
    for (const one of CASES) {
      const steps = stepsOf(one);
      for (const [i, step] of steps.entries()) {
        const at = steps.length > 1 ? `${one.id}#${i + 1}` : one.id;
        for (const facet of await compareStep(one, step, site, ours.port, theirs.port)) found.push({ at, ...facet });
      }
    }
    return found;
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
    site.remove();
  }
}

async function compareStep(one: Case, step: Step, site: Site, ourPort: number, theirPort: number): Promise<Found[]> {
  if (step.write !== undefined) site.write(step.write);
  const [ours, theirs] = await Promise.all([ask(one, step, ourPort), ask(one, step, theirPort)]);
  return compare(ours, theirs);
}

/** An answer with the server's own port made the same for all; status 0 for one that is not HTTP. */
async function ask(one: Case, step: Step, port: number): Promise<Outcome> {
  let outcome: Outcome;
  try {
    outcome = await sendOverSocket(one, step, port);
  } catch (error) {
    return { status: 0, reason: '', headers: [], body: Buffer.from(String(error)), truncated: false };
  }
  const even = (text: string) => text.replaceAll(String(port), '$PORT');
  const headers = outcome.headers.map(([key, value]) => [key, even(value)] as const);
  return { ...outcome, headers, body: Buffer.from(even(Buffer.from(outcome.body).toString('latin1')), 'latin1') };
}
