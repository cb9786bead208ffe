// The options every command that runs scripts has: limits, grants, variables. Throws BAD_OPTION with one sentence.
import type { EngineOptions } from '../../engine/index.ts';
import { type Arguments, badArgument, choiceOf, millisecondsOf, wholeOf } from './arguments.ts';

export const TEXT = { type: 'string' } as const;
export const LIST = { type: 'string', multiple: true } as const;
export const FLAG = { type: 'boolean' } as const;
export const HELP = { type: 'boolean', short: 'h' } as const;
/** For `readArguments`. */
export const ENGINE = {
  workers: TEXT,
  reload: TEXT,
  serialize: TEXT,
  timeout: TEXT,
  cpu: TEXT,
  memory: TEXT,
  'max-body': TEXT,
  queue: TEXT,
  'allow-read': LIST,
  'allow-write': LIST,
  env: LIST,
  lenient: FLAG,
  help: HELP,
} as const;

/** What was given of them, for `createEngine`. */
export function engineOptions(given: Arguments): EngineOptions {
  const options: EngineOptions = {};
  const set = <K extends keyof EngineOptions>(name: K, value: EngineOptions[K] | undefined): void => {
    if (value !== undefined) options[name] = value;
  };
  set('workers', wholeOf(given, 'workers', 1));
  set('reload', choiceOf(given, 'reload', ['context', 'modules', 'never']));
  set('serialize', choiceOf(given, 'serialize', ['none', 'script']));
  set('timeout', millisecondsOf(given, 'timeout'));
  set('cpu', millisecondsOf(given, 'cpu'));
  set('memory', wholeOf(given, 'memory', 16));
  set('maxBody', wholeOf(given, 'max-body', 0));
  set('queue', wholeOf(given, 'queue', 0));
  set('allowRead', given.values.get('allow-read'));
  set('allowWrite', given.values.get('allow-write'));
  const env = given.values.get('env');
  set('env', env && Object.fromEntries(env.map(parseVariable)));
  set('onMalformed', given.values.has('lenient') ? 'lenient' : undefined);
  return options;
}

function parseVariable(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  if (sign < 1) throw badArgument(`--env must look like NAME=VALUE, not "${text}"`);
  return [text.slice(0, sign), text.slice(sign + 1)];
}

/** A path prefix without trailing slash; '' for the root of the server. */
export function parseMount(text: string): string {
  if (!/^\/$|^(?:\/[\w.~-]+)+\/?$/.test(text)) {
    throw badArgument(`--mount must be a plain path that starts with a slash, not "${text}"`);
  }
  return text.replace(/\/$/, '');
}
