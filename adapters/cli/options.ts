// The command line as data: which command, which options, checked once. Throws BAD_OPTION with one sentence. Pure but for argv.
import type { CgiError, EngineOptions } from '../../engine/index.ts';
import { isLoopback } from '../loopback.ts';
import {
  type Arguments,
  badArgument,
  didYouMean,
  type KnownOptions,
  readArguments,
  textOf,
  wholeOf,
} from './arguments.ts';
import {
  CASES,
  type CompareCommand,
  DOCTOR,
  type DoctorCommand,
  parseCompare,
  parseDoctor,
  parseTest,
  type TestCommand,
} from './case-options.ts';
import { ENGINE, engineOptions, FLAG, LIST, parseMount, TEXT } from './engine-options.ts';

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

/** `freshcgi record`: serves, and writes each exchange as a case. */
export interface RecordCommand extends Omit<ServeCommand, 'kind'> {
  readonly kind: 'record';
  /** Folder the cases are written to. */
  readonly cases: string;
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
  /** Tells at the end what the run used. */
  readonly trace: boolean;
  readonly engine: EngineOptions;
}

/** What was asked for. */
export type Command =
  | ServeCommand
  | RecordCommand
  | RunCommand
  | TestCommand
  | CompareCommand
  | DoctorCommand
  /** Of one command, or of all. */
  | { readonly kind: 'help'; readonly of: CommandName | undefined }
  | { readonly kind: 'version' };

const SERVE = {
  ...ENGINE,
  host: TEXT,
  port: TEXT,
  mount: TEXT,
  static: TEXT,
  dev: FLAG,
  'trust-proxy': LIST,
} as const;
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
  trace: FLAG,
} as const;

/** Each command with the options it knows. */
export const COMMANDS = {
  serve: { known: SERVE, parse: parseServe },
  run: { known: RUN, parse: parseRun },
  record: { known: { ...SERVE, cases: TEXT }, parse: parseRecord },
  test: { known: { ...ENGINE, ...CASES, update: FLAG, format: TEXT }, parse: parseTest },
  compare: { known: { ...ENGINE, ...CASES }, parse: parseCompare },
  doctor: { known: DOCTOR, parse: parseDoctor },
} as const satisfies Record<string, { readonly known: KnownOptions; parse(given: Arguments): Command }>;

export type CommandName = keyof typeof COMMANDS;

/** Reads a command line without its first two words. */
export function parseCommand(argv: readonly string[]): Command {
  const [name = '--help', ...args] = argv;
  if (isCommand(name)) {
    const { known, parse } = COMMANDS[name];
    const given = readArguments(args, known);
    return given.values.has('help') ? { kind: 'help', of: name } : parse(given);
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const [of] = args;
    if (of === undefined || isCommand(of)) return { kind: 'help', of };
    throw unknownCommand(of);
  }
  if (name === '--version' || name === '-v') return { kind: 'version' };
  if (name.startsWith('-')) throw badArgument(`unknown option "${name}"`);
  throw unknownCommand(name);
}

function unknownCommand(name: string): CgiError {
  return badArgument(`unknown command "${name}"${didYouMean(name, Object.keys(COMMANDS))}`);
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function parseRecord(given: Arguments): RecordCommand {
  return { ...parseServe(given), kind: 'record', cases: textOf(given, 'cases') ?? './cases' };
}

function parseServe(given: Arguments): ServeCommand {
  const [dir = './cgi-bin', ...more] = given.positionals;
  if (more.length > 0) throw badArgument(`serve takes one folder, and "${more[0]}" is one too many`);
  const host = textOf(given, 'host') ?? '127.0.0.1';
  const dev = given.values.has('dev');
  if (dev && !isLoopback(host)) {
    throw badArgument(`--dev shows stacks and environments and is for this machine only, --host "${host}" is not`);
  }
  const trustProxy = given.values.get('trust-proxy');
  return {
    kind: 'serve',
    dir,
    host,
    port: wholeOf(given, 'port', 0, 65_535) ?? 8080,
    mount: parseMount(textOf(given, 'mount') ?? '/cgi-bin'),
    static: textOf(given, 'static'),
    dev,
    engine: { workers: 'cores', ...engineOptions(given), ...(trustProxy && { trustProxy }) },
  };
}

function parseRun(given: Arguments): RunCommand {
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
    trace: given.values.has('trace'),
    engine: engineOptions(given),
  };
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
