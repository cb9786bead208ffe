// What a run is told: environment and arguments, with the options that shape them resolved once. Parent side.
import {
  buildArguments,
  buildEnvironment,
  configureEnvironment,
  type EnvironmentOptions,
  encodeTarget,
  type LocatedScript,
  readDeclaredBody,
} from './cgi/index.ts';
import type { Incoming } from './incoming.ts';
import type { ResolvedOptions } from './options.ts';

/** One run, described: everything but its worker. */
export interface RunDescription {
  readonly script: string;
  readonly seen: LocatedScript['seen'];
  readonly nph: boolean;
  /** The client's own method: after a local redirect still the first one. */
  readonly method: string;
  readonly requestId: string;
  /** Names and values in turn. */
  readonly environment: readonly string[];
  readonly args: readonly string[];
}

/** Variables of the host a script gets: where programs are, which time and language it is. Everything else of the host stays secret. */
const INHERITED = ['PATH', 'TZ', 'LANG'];
const MAX_ENVIRONMENT = 131_072;
const MAX_FIELDS = 100;

export class RunEnvironment {
  readonly #options: EnvironmentOptions;
  readonly #queryArguments: boolean;
  /** Variables of every run. */
  readonly #env: Readonly<Record<string, string>>;

  constructor(options: ResolvedOptions) {
    const inherited = INHERITED.flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name] as string]],
    );
    const trusted = new Set(options.trustProxy);
    this.#queryArguments = options.queryArguments;
    this.#env = { ...Object.fromEntries(inherited), ...options.env };
    this.#options = {
      serverSoftware: options.serverSoftware,
      serverName: options.serverName || undefined,
      documentRoot: options.documentRoot.replace(/\/+$/, '') || undefined,
      isTrustedProxy: trusted.size === 0 ? undefined : (address) => trusted.has(address),
      env: configureEnvironment(this.#env),
      allowUnderscores: options.allowUnderscores,
      passHopByHop: options.passHopByHop,
      passAuthorization: options.passAuthorization,
      maxRequestFields: MAX_FIELDS,
      maxEnvironmentBytes: MAX_ENVIRONMENT,
    };
  }

  /** @throws CgiError BAD_REQUEST or HEADERS_TOO_LARGE */
  describe(located: LocatedScript, incoming: Incoming, bodySize: number): RunDescription {
    const { script, seen, scriptName, pathInfo, nph } = located;
    const { method, query, headers, requestId, connection, redirect, authority, env } = incoming;
    const requestUri = incoming.requestUri ?? encodeTarget(scriptName, pathInfo, query);
    const declared = readDeclaredBody(headers);
    // A length of 0 that was declared is not the same as none (V03).
    const hasBody = bodySize > 0 || declared.length !== undefined || declared.chunked;
    const environment = buildEnvironment(
      {
        ...{
          method,
          requestUri,
          authority,
          query,
          script,
          scriptName,
          pathInfo,
          headers,
          connection,
          requestId,
          redirect,
        },
        bodyLength: hasBody ? bodySize : undefined,
      },
      env === undefined ? this.#options : { ...this.#options, env: configureEnvironment({ ...this.#env, ...env }) },
    );
    return {
      script,
      seen,
      nph,
      method: redirect?.method ?? method,
      requestId,
      environment,
      args: this.#queryArguments ? buildArguments(query, method) : [],
    };
  }
}

/** Names and values in turn, as an object. */
export function namedVariables(environment: readonly string[]): Readonly<Record<string, string>> {
  const variables: Record<string, string> = Object.create(null);
  for (let i = 0; i + 1 < environment.length; i += 2)
    variables[environment[i] as string] = environment[i + 1] as string; // pairs
  return variables;
}
