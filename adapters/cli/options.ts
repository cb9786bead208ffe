// The command line as data: which command, which options, checked once. Throws BAD_OPTION with one sentence. Pure but for argv.
import type { EngineOptions } from '../../engine/index.ts';
import { isLoopback } from '../loopback.ts';
import { type Arguments, badArgument, choiceOf, millisecondsOf, readArguments, textOf, wholeOf } from './arguments.ts';

/** `freshcgi serve`. */
export interface ServeCommand {
  readonly kind: 'serve';
  readonly dir: string;
  readonly host: string;
  readonly port: number;
  /** Without trailing slash; '' for the root of the server. */
  readonly mount: string;
  readonly static: string | undefined;
  readonly dev: boolean;
  readonly engine: EngineOptions;
}

/** `freshcgi run`. */
export interface RunCommand {
  readonly kind: 'run';
  readonly script: string;
  readonly root: string | undefined;
  readonly method: string;
  readonly query: string;
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly data: string | undefined;
  /** '-' is standard input. */
  readonly dataFile: string | undefined;
  readonly pathInfo: string | undefined;
  readonly include: boolean;
  readonly engine: EngineOptions;
}

/** What was asked for. */
export type Command = ServeCommand | RunCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

const TEXT = { type: 'string' } as const;
const LIST = { type: 'string', multiple: true } as const;
const FLAG = { type: 'boolean' } as const;
const ENGINE = {
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
  help: FLAG,
} as const;
const SERVE = { ...ENGINE, host: TEXT, port: TEXT, mount: TEXT, static: TEXT, dev: FLAG } as const;
const RUN = {
  ...ENGINE,
  root: TEXT,
  method: TEXT,
  query: TEXT,
  header: LIST,
  data: TEXT,
  'data-file': TEXT,
  'path-info': TEXT,
  include: FLAG,
} as const;

/** Reads a command line without its first two words. */
export function parseCommand(argv: readonly string[]): Command {
  const [name = '--help', ...args] = argv;
  if (name === 'serve') return parseServe(readArguments(args, SERVE));
  if (name === 'run') return parseRun(readArguments(args, RUN));
  if (name === '--help' || name === '-h' || name === 'help') return { kind: 'help' };
  if (name === '--version' || name === '-v') return { kind: 'version' };
  throw badArgument(name.startsWith('-') ? `unknown option "${name}"` : `unknown command "${name}"`);
}

function parseServe(given: Arguments): Command {
  if (given.values.has('help')) return { kind: 'help' };
  const [dir = './cgi-bin', ...more] = given.positionals;
  if (more.length > 0) throw badArgument(`serve takes one folder, and "${more[0]}" is one too many`);
  const host = textOf(given, 'host') ?? '127.0.0.1';
  const dev = given.values.has('dev');
  if (dev && !isLoopback(host)) {
    throw badArgument(`--dev shows stacks and environments and is for this machine only, --host "${host}" is not`);
  }
  return {
    kind: 'serve',
    dir,
    host,
    port: wholeOf(given, 'port', 0, 65_535) ?? 8080,
    mount: parseMount(textOf(given, 'mount') ?? '/cgi-bin'),
    static: textOf(given, 'static'),
    dev,
    engine: { workers: 'cores', ...engineOptions(given) },
  };
}

function parseRun(given: Arguments): Command {
  if (given.values.has('help')) return { kind: 'help' };
  const [script, ...more] = given.positionals;
  if (script === undefined) throw badArgument('run needs a script');
  if (more.length > 0) throw badArgument(`run takes one script, and "${more[0]}" is one too many`);
  const data = textOf(given, 'data');
  const dataFile = textOf(given, 'data-file');
  if (data !== undefined && dataFile !== undefined) throw badArgument('--data and --data-file exclude each other');
  const hasBody = data !== undefined || dataFile !== undefined;
  return {
    kind: 'run',
    script,
    root: textOf(given, 'root'),
    method: textOf(given, 'method') ?? (hasBody ? 'POST' : 'GET'),
    query: (textOf(given, 'query') ?? '').replace(/^\?/, ''),
    headers: (given.values.get('header') ?? []).map(parseHeader),
    data,
    dataFile,
    pathInfo: parsePathInfo(textOf(given, 'path-info')),
    include: given.values.has('include'),
    engine: engineOptions(given),
  };
}

function engineOptions(given: Arguments): EngineOptions {
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

function parseMount(text: string): string {
  if (!/^\/$|^(?:\/[\w.~-]+)+\/?$/.test(text)) {
    throw badArgument(`--mount must be a plain path that starts with a slash, not "${text}"`);
  }
  return text.replace(/\/$/, '');
}

function parsePathInfo(text: string | undefined): string | undefined {
  if (text === undefined || text.startsWith('/')) return text;
  throw badArgument(`--path-info must start with a slash, not "${text}"`);
}

function parseHeader(text: string): readonly [string, string] {
  const match = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(text);
  if (match === null) throw badArgument(`--header must look like "Name: value", not "${text}"`);
  return [match[1] ?? '', match[2] ?? ''];
}

function parseVariable(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  if (sign < 1) throw badArgument(`--env must look like NAME=VALUE, not "${text}"`);
  return [text.slice(0, sign), text.slice(sign + 1)];
}
