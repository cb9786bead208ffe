// Sorts the fields of a script: those for the client, those for the server, those that are nobody's business. Parent process;
// RFC 3875 6.3, RFC 9110 7.6.1.
import type { HeaderPairs } from '../types.ts';
import { showBytes } from './diagnosis.ts';

export interface SortedFields {
  /** For the client, in the script's order and spelling, Status left out. */
  readonly pairs: HeaderPairs;
  /** The last non-empty value of each, undefined when there is none. */
  readonly status: string | undefined;
  readonly type: string | undefined;
  readonly location: string | undefined;
  /** The script's Content-Length. */
  readonly declaredLength: string | undefined;
}

/** 'single' counts once, the last wins. 'framing' is between server and client. 'server' fields the server sends itself. */
type FieldUse = 'single' | 'framing' | 'length' | 'server';

const USES: ReadonlyMap<string, FieldUse> = new Map<string, FieldUse>([
  ['status', 'single'],
  ['content-type', 'single'],
  ['location', 'single'],
  ['content-length', 'length'],
  ['connection', 'framing'],
  ['keep-alive', 'framing'],
  ['transfer-encoding', 'framing'],
  ['upgrade', 'framing'],
  ['te', 'framing'],
  ['trailer', 'framing'],
  ['date', 'server'],
  ['server', 'server'],
]);

/** Sorts fields; `nph` scripts keep all but the framing. Sentences for the log are added to `warnings`. */
export function sortFields(
  fields: HeaderPairs,
  nph: boolean,
  keepCgiFields: boolean,
  warnings: string[],
): SortedFields {
  const pairs: (readonly [string, string])[] = [];
  const singles = new Map<string, string>();
  let declaredLength: string | undefined;
  for (const field of fields) {
    const name = field[0].toLowerCase();
    const use = USES.get(name) ?? (name.startsWith('proxy-') ? 'framing' : undefined);
    if (use === 'length') {
      declaredLength = field[1];
    } else if (use === 'framing') {
      warnings.push(`field ${field[0]} was dropped: it concerns the connection, which is the server's`);
    } else if (nph) {
      pairs.push(field);
    } else if (use === 'single') {
      takeSingle(name, field, singles, pairs, warnings);
    } else if (use !== 'server' && (keepCgiFields || !name.startsWith('x-cgi-'))) {
      pairs.push(field);
    }
  }
  return {
    pairs,
    status: singles.get('status'),
    type: singles.get('content-type') || undefined,
    location: singles.get('location') || undefined,
    declaredLength,
  };
}

function takeSingle(
  name: string,
  field: HeaderPairs[number],
  singles: Map<string, string>,
  pairs: (readonly [string, string])[],
  warnings: string[],
): void {
  const before = singles.get(name);
  if (before !== undefined) {
    warnings.push(`field ${field[0]} came twice: ${showBytes(before)} gave way to ${showBytes(field[1])}`);
    const at = pairs.findIndex((pair) => pair[0].toLowerCase() === name);
    if (at >= 0) pairs.splice(at, 1);
  }
  singles.set(name, field[1]);
  // An empty Content-Type or Location says nothing and is not sent.
  if (name !== 'status' && field[1] !== '') pairs.push(field);
}
