// util.parseArgs: command lines. Inside the context. https://nodejs.org/api/util.html#utilparseargsconfig
import { nodeError } from './errors.ts';
import { ObjectCreate } from './primordials.ts';
import { process } from './process.ts';
import {
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateObject,
  validateString,
  validateStringArray,
  validateUnion,
} from './validators.ts';

interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: unknown;
}

type Options = Readonly<Record<string, Option>>;
type Value = string | boolean;

type Token =
  | {
      kind: 'option';
      name: string;
      rawName: string;
      index: number;
      value: string | undefined;
      inlineValue: boolean | undefined;
    }
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number };

interface Settings {
  readonly args: readonly string[];
  readonly strict: boolean;
  readonly allowPositionals: boolean;
  readonly allowNegative: boolean;
  readonly tokens: boolean;
  readonly options: Options;
}

export interface ParsedArgs {
  values: Record<string, Value | Value[]>;
  positionals: string[];
  tokens?: Token[];
}

export function parseArgs(config: unknown = {}): ParsedArgs {
  const settings = readSettings(config as object); // null throws as in Node: at the first property
  const { options } = settings;
  const tokens = tokenize(settings.args, options);
  const result: ParsedArgs = { values: ObjectCreate(null) as ParsedArgs['values'], positionals: [] };
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (settings.strict) checkOption(token, settings);
      store(token, settings, result.values);
    } else if (token.kind === 'positional') {
      if (!settings.allowPositionals) throw nodeError('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', token.value);
      result.positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    if (name !== '__proto__' && option.default !== undefined && result.values[name] === undefined) {
      result.values[name] = option.default as Value | Value[]; // checked with the options
    }
  }
  if (settings.tokens) result.tokens = tokens;
  return result;
}

/** Own properties only: nothing that stands on Object.prototype changes how a command line is read. */
function own<T>(object: object, name: string, fallback: T): T {
  return Object.hasOwn(object, name) ? ((object as Record<string, T | undefined>)[name] ?? fallback) : fallback;
}

function readSettings(config: object): Settings {
  const args = own<readonly string[]>(config, 'args', defaultArguments());
  const strict = own(config, 'strict', true);
  const allowPositionals = own(config, 'allowPositionals', !strict);
  const tokens = own(config, 'tokens', false);
  const allowNegative = own(config, 'allowNegative', false);
  const options = own<Options>(config, 'options', {});
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(tokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const [name, option] of Object.entries(options)) checkDefinition(`options.${name}`, option);
  return { args, strict, allowPositionals, allowNegative, tokens, options };
}

function defaultArguments(): readonly string[] {
  return (process.argv as string[]).slice(2); // a list, unless a script replaced it
}

function checkDefinition(where: string, option: Option): void {
  validateObject(option, where);
  const type = own<unknown>(option, 'type', undefined);
  validateUnion(type, `${where}.type`, ['string', 'boolean']);
  if (Object.hasOwn(option, 'short')) {
    const { short } = option;
    validateString(short, `${where}.short`);
    if (short.length !== 1) {
      throw nodeError('ERR_INVALID_ARG_VALUE', `${where}.short`, short, 'must be a single character');
    }
  }
  const multiple = own<unknown>(option, 'multiple', undefined);
  if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${where}.multiple`);
  const fallback = option.default;
  if (fallback === undefined) return;
  const name = `${where}.default`;
  if (type === 'string') {
    if (multiple) validateStringArray(fallback, name);
    else validateString(fallback, name);
  } else if (multiple) validateBooleanArray(fallback, name);
  else validateBoolean(fallback, name);
}

/** The long name of a short option, or the short one itself. */
function longName(short: string, options: Options): string {
  return Object.keys(options).find((name) => own(options[name] as Option, 'short', undefined) === short) ?? short;
}

function takesValue(name: string, options: Options): boolean {
  return Object.hasOwn(options, name) && options[name]?.type === 'string';
}

function tokenize(args: readonly string[], options: Options): Token[] {
  const tokens: Token[] = [];
  const rest = [...args];
  let index = -1;
  /** Words that came out of a group of short options have its index. */
  let grouped = 0;
  while (rest.length > 0) {
    const word = rest.shift() as string; // not empty
    if (grouped > 0) grouped--;
    else index++;
    const push = (name: string, rawName: string, value?: string, inlineValue?: boolean) => {
      tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
      if (inlineValue === false) index++;
    };
    const next = () => (rest.length > 0 ? (rest.shift() as string) : undefined); // not empty
    if (word === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (isShort(word) && word.length === 2) {
      const name = longName(word.slice(1), options);
      const value = takesValue(name, options) ? next() : undefined;
      push(name, word, value, value === undefined ? undefined : false);
    } else if (isShort(word) && !takesValue(longName(word.charAt(1), options), options)) {
      const words = splitGroup(word, options);
      rest.unshift(...words);
      grouped = words.length;
    } else if (isShort(word)) {
      push(longName(word.charAt(1), options), word.slice(0, 2), word.slice(2), true);
    } else if (isLong(word)) {
      const equals = word.indexOf('=', 3);
      const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
      if (equals !== -1) push(name, `--${name}`, word.slice(equals + 1), true);
      else {
        const value = takesValue(name, options) ? next() : undefined;
        push(name, word, value, value === undefined ? undefined : false);
      }
    } else tokens.push({ kind: 'positional', index, value: word });
  }
  return tokens;
}

function isShort(word: string): boolean {
  return word.length > 1 && word.startsWith('-') && word[1] !== '-';
}

function isLong(word: string): boolean {
  return word.length > 2 && word.startsWith('--');
}

/** `-abc` as `-a -b -c`; an option that takes a value takes the rest. */
function splitGroup(word: string, options: Options): string[] {
  const words: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const isLast = at === word.length - 1;
    if (!isLast && takesValue(longName(word.charAt(at), options), options)) {
      words.push(`-${word.slice(at)}`);
      break;
    }
    words.push(`-${word.charAt(at)}`);
  }
  return words;
}

type OptionToken = Extract<Token, { kind: 'option' }>;

function checkOption(token: OptionToken, { options, allowNegative, allowPositionals }: Settings): void {
  let { name } = token;
  if (!Object.hasOwn(options, name) && allowNegative && name.startsWith('no-')) {
    name = name.slice(3);
    if (options[name]?.type !== 'boolean') name = '';
  }
  if (!Object.hasOwn(options, name)) {
    throw nodeError('ERR_PARSE_ARGS_UNKNOWN_OPTION', token.rawName, allowPositionals);
  }
  const { short, type } = options[name] as Option; // its own
  const shown = `${short ? `-${short}, ` : ''}--${name}`;
  const refuse = (message: string) => nodeError('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message);
  if (type === 'string' && typeof token.value !== 'string') throw refuse(`Option '${shown} <value>' argument missing`);
  if (type === 'boolean' && token.value !== undefined) throw refuse(`Option '${shown}' does not take an argument`);
  if (token.inlineValue || token.value === undefined) return;
  if (token.value.length < 2 || !token.value.startsWith('-')) return;
  const { rawName } = token;
  const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
  throw refuse(
    `Option '${rawName}' argument is ambiguous.
Did you forget to specify the option argument for '${rawName}'?
To specify an option argument starting with a dash use ${example}.`,
  );
}

function store(token: OptionToken, { options, allowNegative }: Settings, values: ParsedArgs['values']): void {
  if (token.name === '__proto__') return;
  let value: Value = token.value ?? true;
  if (allowNegative && token.value === undefined && token.name.startsWith('no-')) {
    token.name = token.name.slice(3);
    value = false;
  }
  const { name } = token;
  if (!own(own<object>(options, name, {}), 'multiple', false)) values[name] = value;
  else {
    values[name] ??= [];
    (values[name] as Value[]).push(value); // multiple: it is a list
  }
}
