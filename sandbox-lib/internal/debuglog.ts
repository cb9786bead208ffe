// util.debuglog: messages to stderr for the sections that NODE_DEBUG names. Inside the context.
import { formatArguments } from './format.ts';
import { process } from './process.ts';

type Environment = Readonly<Record<string, string | undefined>>; // what process.env is, unless a script replaced it

export interface DebugLogger {
  (...args: unknown[]): void;
  readonly enabled: boolean;
}

let sections: RegExp | undefined;

/** Sections of NODE_DEBUG, separated by commas, with `*` as a wildcard. */
function isEnabled(section: string): boolean {
  if (sections === undefined) {
    const names = ((process.env as Environment)['NODE_DEBUG'] ?? '').replace(/[|\\{}()[\]^$+?.]/g, '\\$&');
    sections = new RegExp(`^(?:${names.replaceAll('*', '.*').replaceAll(',', '|')})$`, 'i');
  }
  return section !== '' && sections.test(section);
}

/** `callback` gets the logger at its first use: it can then be called without a check. */
export function debuglog(set: unknown, callback?: (log: DebugLogger) => void): DebugLogger {
  const section = `${set}`.toUpperCase();
  let enabled: boolean | undefined;
  const test = (): boolean => {
    enabled ??= isEnabled(section);
    return enabled;
  };
  function debug(...args: unknown[]): void {
    process.stderr.write(`${section} ${process.pid}: ${formatArguments(args)}\n`);
  }
  let log = (...args: unknown[]): void => {
    log = test() ? debug : () => undefined;
    if (typeof callback === 'function') callback(log as DebugLogger);
    log(...args);
  };
  const { logger } = { logger: (...args: unknown[]) => log(...args) };
  return Object.defineProperty(logger, 'enabled', {
    __proto__: null,
    get: test,
    configurable: true,
    enumerable: true,
  }) as DebugLogger;
}
