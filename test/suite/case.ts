// The form of the CGI table: one case is one row of the checklist, or one part of it. Data only; `run-case.ts` gives it life.
import type { ConnectionInfo, ErrorCode } from 'freshcgi';
import type { GroupName } from './groups.ts';

/** The ways in: `createEngine`, Hono without a socket, Hono behind a socket, and the `freshcgi serve` command. */
export type DoorName = 'engine' | 'hono' | 'node' | 'serve';

export interface CaseRequest {
  /** Raw request target. @default '/cgi-bin/' and the case's own script */
  readonly target?: string;
  /** Raw query, for a case that names no target. */
  readonly query?: string;
  readonly method?: string;
  /** In order, spelling and bytes (latin1). A socket adds Host and, for a body, Content-Length. */
  readonly headers?: ReadonlyArray<readonly [string, string]>;
  /** A list of pieces is sent chunked. */
  readonly body?: string | Uint8Array | readonly string[];
  readonly version?: '1.0' | '1.1';
  /** False sends no Host field. */
  readonly host?: false;
  /** The whole request, byte for byte (latin1), for what no well-formed request can say. */
  readonly raw?: string;
  /** What a server in front knows; sockets know it themselves. */
  readonly connection?: ConnectionInfo;
}

export interface Expectation {
  /** One, or any of several where a layer in front may be the one that refuses. */
  readonly status: number | readonly number[];
  readonly reason?: string;
  /** Field by field: its value, all of its values, a pattern, or null for absent. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | RegExp | null>>;
  readonly body?: string | RegExp | Uint8Array;
  /** Variables as the script env.js saw them; null for unset. */
  readonly env?: Readonly<Record<string, string | RegExp | null>>;
  /** Other members of the JSON that the script printed. */
  readonly shows?: Readonly<Record<string, unknown>>;
  /** The body broke off, and the client could tell. */
  readonly truncated?: true;
  /** How the run ended or why it was refused. */
  readonly code?: ErrorCode;
  /** Lines the log must have. */
  readonly log?: readonly RegExp[];
  /** What must not occur in the answer, beside the paths of the host. */
  readonly hides?: RegExp;
}

export interface Step extends CaseRequest {
  /** Files to write before the request, by path below the scripts. */
  readonly write?: Readonly<Record<string, string>>;
  readonly expect: Expectation;
}

export interface Mounted {
  readonly at: string;
  /** @default the path says which */
  readonly script?: string;
}

export interface Case {
  /** Row of the checklist, with a suffix where a row has several cases: 'V08', 'V08-slash'. */
  readonly id: string;
  /** What is true, as a sentence without its subject. */
  readonly what: string;
  /** Options the engine has. @default 'default' */
  readonly group?: GroupName;
  /** A file of test/suite/scripts. @default 'env.js' */
  readonly script?: string;
  /** Text of a script of the case's own. */
  readonly code?: string;
  /** Bytes that a script of the case's own prints (latin1). */
  readonly output?: string;
  /** File name of the case's own script. @default made from the id */
  readonly file?: string;
  /** Another URL prefix than /cgi-bin, with one script there or the folder. */
  readonly mounted?: Mounted;
  readonly request?: CaseRequest;
  readonly expect?: Expectation;
  /** Several requests in a row, instead of `request` and `expect`. */
  readonly steps?: readonly Step[];
  /** Doors this case cannot go through, each with its reason. */
  readonly skip?: Partial<Readonly<Record<DoorName, string>>>;
}

/** The same reason for every door. */
export function everywhere(reason: string): Record<DoorName, string> {
  return { engine: reason, hono: reason, node: reason, serve: reason };
}

/** The file that a case's URL names. */
export function fileOf(one: Case): string {
  if (one.code === undefined && one.output === undefined) return one.script ?? 'env.js';
  return one.file ?? `${one.id.toLowerCase()}.js`;
}

export function stepsOf(one: Case): readonly Step[] {
  if (one.steps !== undefined) return one.steps;
  if (one.expect === undefined) throw new Error(`Case ${one.id} expects nothing`);
  return [{ ...one.request, expect: one.expect }];
}

/** The raw request target of a step. */
export function targetOf(one: Case, step: CaseRequest): string {
  if (step.target !== undefined) return step.target;
  return `/cgi-bin/${fileOf(one)}${step.query === undefined ? '' : `?${step.query}`}`;
}
