// URLPattern. Inside the context: the host's matcher would run the expressions of a script outside of its limits.
// https://urlpattern.spec.whatwg.org
import { codedError } from './errors.ts';
import { URL } from './url.ts';
import {
  DEFAULT_PORTS,
  matchesSpecial,
  toHash,
  toHostname,
  toIpv6,
  toOpaquePathname,
  toPassword,
  toPathname,
  toPort,
  toProtocol,
  toSearch,
  toUsername,
} from './url-pattern/canonical.ts';
import { type Component, compile } from './url-pattern/component.ts';
import { parseConstructorString } from './url-pattern/constructor-string.ts';
import { PATTERN_PARTS, type PatternInit, type PatternPart, processInit } from './url-pattern/init.ts';
import type { Canonicalize, Separators } from './url-pattern/parts.ts';
import { patternError } from './url-pattern/tokens.ts';
import { toInterface } from './web-class.ts';

export interface URLPatternOptions {
  ignoreCase?: boolean;
}
export interface URLPatternComponentResult {
  input: string;
  groups: Record<string, string | undefined>;
}
export type URLPatternResult = { inputs: unknown[] } & Record<PatternPart, URLPatternComponentResult>;

const NONE: Separators = { delimiter: '', prefix: '' };
const HOST: Separators = { delimiter: '.', prefix: '' };
const PATH: Separators = { delimiter: '/', prefix: '/' };

let componentsOf: (pattern: unknown) => Readonly<Record<PatternPart, Component>>;

export class URLPattern {
  readonly #components: Readonly<Record<PatternPart, Component>>;

  static {
    componentsOf = (pattern) => {
      if (typeof pattern !== 'object' || pattern === null || !(#components in pattern)) {
        throw new TypeError('Illegal invocation');
      }
      return pattern.#components;
    };
  }

  constructor(input: unknown = {}, baseOrOptions?: unknown, options?: URLPatternOptions) {
    const hasBase = typeof baseOrOptions === 'string';
    const { ignoreCase = false } = (hasBase ? options : (baseOrOptions as URLPatternOptions | undefined)) ?? {};
    let init: PatternInit;
    if (typeof input === 'string') {
      init = parseConstructorString(input);
      if (!hasBase && init.protocol === undefined) throw patternError();
      if (hasBase) init.baseURL = baseOrOptions;
    } else {
      init = readInit(input, 'Input must be an object or a string');
      if (hasBase) throw patternError();
    }
    const processed = processInit(init, 'pattern', {});
    const { protocol = '*' } = processed;
    // A default port is written as none.
    if (processed.port !== undefined && DEFAULT_PORTS[protocol] === processed.port) processed.port = '';
    this.#components = compileAll(processed, Boolean(ignoreCase));
  }

  get protocol(): string {
    return componentsOf(this).protocol.pattern;
  }

  get username(): string {
    return componentsOf(this).username.pattern;
  }

  get password(): string {
    return componentsOf(this).password.pattern;
  }

  get hostname(): string {
    return componentsOf(this).hostname.pattern;
  }

  get port(): string {
    return componentsOf(this).port.pattern;
  }

  get pathname(): string {
    return componentsOf(this).pathname.pattern;
  }

  get search(): string {
    return componentsOf(this).search.pattern;
  }

  get hash(): string {
    return componentsOf(this).hash.pattern;
  }

  get hasRegExpGroups(): boolean {
    const components = componentsOf(this);
    return PATTERN_PARTS.some((part) => components[part].hasRegExp);
  }

  exec(input: unknown = {}, baseURL?: string): URLPatternResult | null {
    const components = componentsOf(this);
    const values = readInput(input, baseURL);
    if (values === undefined) return null;
    const result = { inputs: baseURL === undefined ? [input] : [input, baseURL] } as unknown as URLPatternResult; // filled below
    for (const part of PATTERN_PARTS) {
      const { expression, names } = components[part];
      const value = values[part] ?? '';
      const found = expression.exec(value);
      if (found === null) return null;
      result[part] = { input: value, groups: Object.fromEntries(names.map((name, index) => [name, found[index + 1]])) };
    }
    return result;
  }

  test(input: unknown = {}, baseURL?: string): boolean {
    componentsOf(this);
    return this.exec(input, baseURL) !== null;
  }
}
toInterface(URLPattern);

function readInit(input: unknown, problem: string): PatternInit {
  if (input === null) return {};
  if (typeof input !== 'object' && typeof input !== 'function') {
    throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', problem);
  }
  const init: PatternInit = {};
  for (const part of [...PATTERN_PARTS, 'baseURL'] as const) {
    const value: unknown = Reflect.get(input, part);
    if (value !== undefined) init[part] = `${value}`;
  }
  return init;
}

function compileAll(init: PatternInit, ignoreCase: boolean): Record<PatternPart, Component> {
  const make = (part: PatternPart, separators: Separators, to: Canonicalize, anyCase = false): Component =>
    compile(init[part] ?? '*', separators, to, anyCase);
  const protocol = make('protocol', NONE, toProtocol);
  const isIpv6 = /^(?:\[.|\{\[|\\\[)/.test(init.hostname ?? '');
  const folders = matchesSpecial(protocol.expression);
  return {
    protocol,
    username: make('username', NONE, toUsername),
    password: make('password', NONE, toPassword),
    hostname: make('hostname', HOST, isIpv6 ? toIpv6 : toHostname),
    port: make('port', NONE, (text) => toPort(text)),
    pathname: folders
      ? make('pathname', PATH, toPathname, ignoreCase)
      : make('pathname', NONE, toOpaquePathname, ignoreCase),
    search: make('search', NONE, toSearch, ignoreCase),
    hash: make('hash', NONE, toHash, ignoreCase),
  };
}

/** The components of what is to be matched; undefined when it is no URL. */
function readInput(input: unknown, baseURL: string | undefined): PatternInit | undefined {
  if (typeof input !== 'string') {
    const init = readInit(input, 'Input must be an object or a string');
    if (baseURL !== undefined) throw patternError();
    const start = Object.fromEntries(PATTERN_PARTS.map((part) => [part, '']));
    try {
      return processInit(init, 'url', start);
    } catch {
      return undefined;
    }
  }
  let url: URL;
  try {
    url = new URL(input, baseURL);
  } catch {
    return undefined;
  }
  const { username, password, hostname, port, pathname } = url;
  const protocol = url.protocol.slice(0, -1);
  return {
    protocol,
    username,
    password,
    hostname,
    port,
    pathname,
    search: url.search.slice(1),
    hash: url.hash.slice(1),
  };
}
