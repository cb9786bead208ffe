// The form of a deliberate difference between a real server and freshcgi.

export interface Listed {
  readonly what: string;
  readonly theirs: string;
  readonly ours: string;
  readonly why: string;
  /** 'O09 status 200': case (with its step), facet and, for a status, theirs. '*' stands for every case. */
  readonly at: readonly string[];
}

/** A status of theirs, and the cases that have it. */
export function status(theirs: number, ...cases: readonly string[]): string[] {
  return cases.map((one) => `${one} status ${theirs}`);
}

/** Variables of one case, or of all. */
export function variables(at: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${at} variable ${name}`);
}

/** Fields of one answer. */
export function fields(at: string, ...names: readonly string[]): string[] {
  return names.map((name) => `${at} field ${name}`);
}
