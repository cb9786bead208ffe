// The variables an administrator adds, made fit for an environment once, when the options are resolved. Parent process.
import { CgiError } from '../errors.ts';

/** Configured variables, ready for `buildEnvironment`. */
export interface ConfiguredEnvironment {
  /** Names and values in turn. */
  readonly pairs: readonly string[];
  /** Names among them that a request computes too: there the configured value wins. */
  readonly overriding: ReadonlySet<string>;
}

const COMPUTED =
  /^(?:HTTPS?_.*|HTTPS|REDIRECT_.*|REQUEST_.*|REMOTE_.*|SERVER_.*|SCRIPT_.*|PATH_(?:INFO|TRANSLATED)|CONTENT_(?:LENGTH|TYPE)|QUERY_STRING|AUTH_TYPE|DOCUMENT_ROOT|GATEWAY_INTERFACE|UNIQUE_ID)$/;

/**
 * Makes configured names [A-Z0-9_], not starting with a digit; of two that become one, the last wins.
 * @throws CgiError BAD_OPTION for an empty name, a NUL in a value, and a value that is no text
 */
export function configureEnvironment(env: Readonly<Record<string, string>>): ConfiguredEnvironment {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    // The compiler does not see it in plain JavaScript.
    if (typeof value !== 'string' || value.includes('\0')) {
      const reason = typeof value === 'string' ? 'its value holds NUL' : `its value is no text but ${typeof value}`;
      throw new CgiError('BAD_OPTION', `Cannot set environment variable ${JSON.stringify(name)}: ${reason}`);
    }
    values.set(variableName(name), value);
  }
  return {
    pairs: [...values].flat(),
    overriding: new Set([...values.keys()].filter((name) => COMPUTED.test(name))),
  };
}

function variableName(name: string): string {
  if (name === '') throw new CgiError('BAD_OPTION', 'Cannot set an environment variable: its name is empty');
  const clean = name.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
  return /^\d/.test(clean) ? `_${clean}` : clean;
}
