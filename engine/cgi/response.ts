// What a header block means: a document, a redirect for the client, or a redirect within the server. Parent process; RFC 3875 6.2.
import { CgiError } from '../errors.ts';
import type { HeaderPairs } from '../types.ts';
import type { HeaderBlock } from './header-block.ts';
import { type SortedFields, sortFields } from './response-fields.ts';
import { parseStatus, type Status } from './status.ts';

export interface ResponseOptions {
  readonly onMalformed: 'strict' | 'lenient';
  /** 'sole': a local Location is followed only where it is the one field; 'apache': whatever else the script wrote. */
  readonly localRedirect: 'sole' | 'apache';
  /** Whether X-CGI-… fields, which are meant for the server (RFC 3875 6.3.5), reach the client. */
  readonly keepCgiFields: boolean;
}

/** The script a header block came from, and how it was called. */
export interface ResponseSource {
  /** Name for messages. */
  readonly script: string;
  /** The client's method: after a local redirect still the first one. */
  readonly method: string;
  readonly nph: boolean;
}

/** What to do with a script's answer. A local redirect that nobody can follow may be sent as it stands: it is a 302. */
export interface ResponsePlan {
  readonly kind: 'document' | 'client-redirect' | 'local-redirect';
  readonly status: number;
  /** Reason phrase, '' if the script gave none. */
  readonly statusText: string;
  readonly headerPairs: HeaderPairs;
  /** False: whatever body the script writes is discarded. */
  readonly bodyAllowed: boolean;
  /** Target of a local redirect, starting with exactly one slash. */
  readonly location: string | undefined;
  /** The script's Content-Length, to compare for the log: it is never sent. */
  readonly declaredLength: string | undefined;
  /** Sentences for the log, those of the header block included. */
  readonly warnings: readonly string[];
}

/**
 * Turns a header block into an answer.
 * @throws CgiError BAD_STATUS, or NO_HEADER_BLOCK when it names neither type, status nor location
 */
export function buildResponse(block: HeaderBlock, source: ResponseSource, options: ResponseOptions): ResponsePlan {
  const warnings = [...block.warnings];
  const sorted = sortFields(block.fields, source.nph, options.keepCgiFields, warnings);
  const status = readStatus(block, sorted, source.script);
  const { declaredLength } = sorted;
  if (sorted.location !== undefined && status === undefined) {
    return { ...redirect(sorted.location, block.fields, sorted.pairs, source, options), declaredLength, warnings };
  }
  if (sorted.type === undefined && status === undefined) checkCgiField(block, source, options);
  const { status: code, statusText } = status ?? { status: 200, statusText: '' };
  const bodyAllowed = source.method !== 'HEAD' && code !== 204 && code !== 205 && code !== 304;
  if (!source.nph && sorted.type === undefined && sorted.location === undefined && bodyAllowed) {
    warnings.push('there is no Content-Type: the client has to guess');
  }
  const headerPairs = documentPairs(sorted.pairs, code, source.nph);
  return {
    kind: 'document',
    status: code,
    statusText,
    headerPairs,
    bodyAllowed,
    location: undefined,
    declaredLength,
    warnings,
  };
}

/** The Status field wins over a status line, except where the status line is the response's own. */
function readStatus(block: HeaderBlock, sorted: SortedFields, script: string): Status | undefined {
  const value = sorted.status ?? block.statusLine;
  return value === undefined ? undefined : parseStatus(value, script);
}

function checkCgiField(block: HeaderBlock, source: ResponseSource, options: ResponseOptions): void {
  if (options.onMalformed === 'lenient') return;
  const problem =
    block.fields.length === 0
      ? 'its output began with a blank line: was one printed before the header fields?'
      : 'its header block has neither Content-Type nor Status nor Location';
  throw new CgiError('NO_HEADER_BLOCK', `Cannot read the response of script "${source.script}": ${problem}`);
}

function documentPairs(pairs: HeaderPairs, status: number, nph: boolean): HeaderPairs {
  // There is nothing that could have a type (RFC 9110 15.3.5), or the client has it already (15.4.5).
  const untyped = status === 204 || status === 304;
  const fitting = untyped ? pairs.filter(([name]) => name.toLowerCase() !== 'content-type') : pairs;
  // The one thing left of "the script owns the connection" (RFC 3875 5.2).
  return nph ? [...fitting, ['Connection', 'close']] : fitting;
}

function redirect(
  location: string,
  fields: HeaderPairs,
  pairs: HeaderPairs,
  source: ResponseSource,
  options: ResponseOptions,
): Omit<ResponsePlan, 'declaredLength' | 'warnings'> {
  const isLocal = location.startsWith('/');
  // '//host' is a path here but another server to a browser, which reads '/\' and a tab after the slash the same way.
  const safe = isLocal ? location.replace(/^\/[/\\\t]*/, '/') : location;
  const isSole = fields.every(([name]) => name.toLowerCase() === 'location');
  const follow = isLocal && (isSole || options.localRedirect === 'apache');
  return {
    kind: follow ? 'local-redirect' : 'client-redirect',
    status: 302,
    statusText: '',
    headerPairs: pairs.map((pair) =>
      pair[1] === location && pair[0].toLowerCase() === 'location' ? [pair[0], safe] : pair,
    ),
    bodyAllowed: !follow && source.method !== 'HEAD',
    location: follow ? safe : undefined,
  };
}
