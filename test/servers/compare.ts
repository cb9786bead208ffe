// In which facets two servers' answers to the same request differ, with both sides' values. Pure.
import type { Outcome } from '../suite/doors/door.ts';

export interface Found {
  /** 'status', 'truncated', 'body', 'field location', 'variable PATH_INFO', 'json text'. */
  readonly facet: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Fields that each server adds for itself, to scripts' answers and to its own pages. */
const OWN_FIELDS = new Set([
  ...['date', 'server', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-ranges'],
  ...['last-modified', 'etag', 'vary', 'cache-control', 'content-security-policy', 'x-content-type-options'],
]);
/** Variables that say what they say for one connection or one request only: that they are set is all there is to compare. */
const CHANGING = new Set(['REMOTE_PORT', 'UNIQUE_ID', 'REDIRECT_REMOTE_PORT', 'REDIRECT_UNIQUE_ID']);

type Differ = (facet: string, ours: unknown, theirs: unknown) => void;

/** Facets in which two answers differ. Ports were made equal by the caller. */
export function compare(ours: Outcome, theirs: Outcome): Found[] {
  const found: Found[] = [];
  const differ: Differ = (facet, a, b) => {
    if (show(a) !== show(b)) found.push({ facet, ours: show(a), theirs: show(b) });
  };
  differ('status', ours.status, theirs.status);
  // Whose page an error is shown on is each server's own business.
  if (ours.status !== theirs.status || isOurPage(ours)) return found;
  differ('truncated', ours.truncated, theirs.truncated);
  // So is a note for people on an answer that the script gave no body.
  const isNote = ours.body.length === 0 && isTheirPage(theirs);
  compareFields(ours, theirs, isNote, differ);
  if (!isNote) compareBodies(ours, theirs, differ);
  return found;
}

function compareFields(ours: Outcome, theirs: Outcome, isNote: boolean, differ: Differ): void {
  const [a, b] = [fieldsOf(ours), fieldsOf(theirs)];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    if (OWN_FIELDS.has(name) || (isNote && name === 'content-type')) continue;
    differ(`field ${name}`, a.get(name), b.get(name));
  }
}

function compareBodies(ours: Outcome, theirs: Outcome, differ: Differ): void {
  const [a, b] = [jsonOf(ours), jsonOf(theirs)];
  if (a === undefined || b === undefined) return differ('body', textOf(ours), textOf(theirs));
  const [ourEnv, theirEnv] = [envOf(a), envOf(b)];
  for (const name of new Set([...Object.keys(ourEnv), ...Object.keys(theirEnv)])) {
    if (CHANGING.has(name)) differ(`variable ${name}`, name in ourEnv, name in theirEnv);
    else differ(`variable ${name}`, ourEnv[name], theirEnv[name]);
  }
  for (const name of Object.keys(a)) if (name !== 'env') differ(`json ${name}`, a[name], b[name]);
}

function envOf(json: Record<string, unknown>): Record<string, unknown> {
  return (json['env'] ?? {}) as Record<string, unknown>; // env.js and stdin.js print process.env there
}

function fieldsOf({ headers }: Outcome): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [key, value] of headers) {
    const name = key.toLowerCase();
    const before = fields.get(name);
    // Two fields and one with a comma say the same (RFC 9110 5.3), but not of cookies.
    fields.set(name, before === undefined ? value : `${before}${name === 'set-cookie' ? ' | ' : ', '}${value}`);
  }
  return fields;
}

function jsonOf(outcome: Outcome): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(outcome.body).toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function isOurPage(outcome: Outcome): boolean {
  const text = textOf(outcome);
  return outcome.status >= 400 && (text === '' || /\nRequest [\w-]+\n$|Request <code>[\w-]+<\/code>/.test(text));
}

function isTheirPage(outcome: Outcome): boolean {
  return /^(?:<\?xml [^>]*>\s*)?<!DOCTYPE html PUBLIC "-\/\//i.test(textOf(outcome));
}

function textOf(outcome: Outcome): string {
  return Buffer.from(outcome.body).toString('latin1');
}

function show(value: unknown): string {
  if (value === undefined) return '(unset)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
