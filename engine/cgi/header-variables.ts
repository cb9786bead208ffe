// Request header fields as HTTP_* variables, and the few fields that become something else. Parent process; RFC 3875 4.1.18, 9.2.
import { CgiError } from '../errors.ts';
import type { HeaderPairs } from '../types.ts';
import { type FieldRule, fieldRule } from './field-rule.ts';
import { decodeWireText } from './wire-text.ts';

export interface HeaderVariableOptions {
  /** Exports names with an underscore too; where both spellings come, the one with the dash wins. */
  readonly allowUnderscores: boolean;
  /** Exports HTTP_CONNECTION. */
  readonly passHopByHop: boolean;
  /** Exports HTTP_AUTHORIZATION: the script then sees the client's password. */
  readonly passAuthorization: boolean;
  /** Most header fields of one request. */
  readonly maxRequestFields: number;
}

/** The fields that the rest of the environment is made of. */
export interface HeaderFacts {
  readonly host: string | undefined;
  readonly contentType: string | undefined;
}

/**
 * Appends names and values of the HTTP_* variables to `environment`.
 * @throws CgiError HEADERS_TOO_LARGE or BAD_REQUEST
 */
export function appendHeaderVariables(
  environment: string[],
  headers: HeaderPairs,
  options: HeaderVariableOptions,
): HeaderFacts {
  if (headers.length > options.maxRequestFields) {
    throw new CgiError(
      'HEADERS_TOO_LARGE',
      `Cannot accept ${headers.length} header fields: the limit is ${options.maxRequestFields}`,
    );
  }
  const first = environment.length;
  let host: string | undefined;
  let contentType: string | undefined;
  let connection: string | undefined;
  let underscored: (readonly [string, string])[] | undefined;
  for (const field of headers) {
    const rule = fieldRule(field[0]);
    const value = decodeWireText(field[1], 'a header field');
    if (rule.role === 'host') {
      if (host !== undefined) throw new CgiError('BAD_REQUEST', 'Cannot accept two Host fields');
      host = value;
    } else if (rule.role === 'content-type') {
      contentType ??= value;
    } else if (rule.role === 'connection') {
      connection = connection === undefined ? value : `${connection},${value}`;
    } else if (rule.role === 'underscored' && options.allowUnderscores) {
      underscored ??= [];
      underscored.push([rule.variable, value]);
    }
    if (isExported(rule, options)) appendVariable(environment, first, rule, value);
  }
  if (underscored !== undefined) appendUnderscored(environment, first, underscored);
  if (connection !== undefined) dropNominated(environment, first, connection);
  return { host, contentType };
}

function isExported(rule: FieldRule, options: HeaderVariableOptions): boolean {
  switch (rule.role) {
    case 'plain':
    case 'cookie':
    case 'host':
      return true;
    case 'connection':
      return options.passHopByHop;
    case 'authorization':
      return options.passAuthorization;
    default:
      return false;
  }
}

function appendVariable(environment: string[], first: number, rule: FieldRule, value: string): void {
  const at = indexOfVariable(environment, first, rule.variable);
  if (at < 0) {
    environment.push(rule.variable, value);
  } else {
    environment[at + 1] += (rule.role === 'cookie' ? '; ' : ', ') + value;
  }
}

function indexOfVariable(environment: readonly string[], first: number, variable: string): number {
  for (let i = first; i < environment.length; i += 2) {
    if (environment[i] === variable) return i;
  }
  return -1;
}

/** After all others, so that a spelling with underscores can add a variable but never touch one. */
function appendUnderscored(
  environment: string[],
  first: number,
  fields: readonly (readonly [variable: string, value: string])[],
): void {
  const end = environment.length;
  for (const [variable, value] of fields) {
    const at = indexOfVariable(environment, first, variable);
    if (at < 0) environment.push(variable, value);
    else if (at >= end) environment[at + 1] += `, ${value}`;
  }
}

/** Removes the fields that Connection names: they were meant for the next hop only (RFC 9110 7.6.1). */
function dropNominated(environment: string[], first: number, connection: string): void {
  for (const token of connection.split(',')) {
    const name = token.trim();
    const rule = fieldRule(name);
    if (rule.role !== 'plain' && rule.role !== 'cookie' && rule.role !== 'authorization') continue;
    const at = indexOfVariable(environment, first, rule.variable);
    if (at >= 0) environment.splice(at, 2);
  }
}
