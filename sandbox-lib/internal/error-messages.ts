// Node's error codes as far as the library throws them: base class and message of each, exactly as Node 26 words them. Only instantiated
// when the first error is made. Inside the context. https://nodejs.org/api/errors.html#nodejs-error-codes
//
// A row is one string, the first letter names the base class (E Error, T TypeError, R RangeError, S SyntaxError, U URIError),
// the rest is the message with %s and %d places; or that letter and a function for the messages that must be worked out.
import { describe, determineSpecificType, formatList } from './error-wording.ts';

/** What a message function may hang on the error beside its code. */
export type ErrorRecord = Record<string, unknown>;
/** Gets the arguments of nodeError(), and as `this` what will be assigned to the error. */
type Wording = (this: ErrorRecord, ...args: never[]) => string;
export type Row = string | readonly [base: 'E' | 'T' | 'R' | 'S' | 'U', wording: Wording];

/** Places underscores between groups of three digits: 1_000_000. Integers only. */
export function separateThousands(digits: string): string {
  return digits.replace(/(?<=\d)(?=(?:\d{3})+$)/g, '_');
}

const TYPE_NAMES = new Set('string function number object Function Object boolean bigint symbol'.split(' '));
const POSITIONAL_HINT =
  ". To specify a positional argument starting with a '-', place it at the end of the command after '--'";

function joined(kind: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${kind}${formatList(names, 'or')}`;
}

function subject(name: string): string {
  if (name.endsWith(' argument')) return name;
  return `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

function invalidArgType(name: string, expected: string | readonly string[], actual: unknown): string {
  const types: string[] = [];
  const instances: string[] = [];
  const others: string[] = [];
  for (const value of typeof expected === 'string' ? [expected] : expected) {
    if (TYPE_NAMES.has(value)) types.push(value.toLowerCase());
    else if (/^[A-Z][a-zA-Z0-9]*$/.test(value)) instances.push(value);
    else others.push(value);
  }
  const object = types.indexOf('object');
  if (instances.length > 0 && object !== -1) {
    types.splice(object, 1);
    instances.push('Object');
  }
  const [other = ''] = others;
  const lone = other.toLowerCase() === other ? other : `an ${other}`;
  const parts = [
    joined(types.length > 1 ? 'one of type ' : 'of type ', types),
    joined('an instance of ', instances),
    others.length > 1 ? joined('one of ', others) : lone,
  ];
  const list = parts.filter((part) => part !== '').join(' or ');
  return `The ${subject(name)} must be ${list}. Received ${determineSpecificType(actual)}`;
}

function invalidArgValue(name: string, value: unknown, reason = 'is invalid'): string {
  let shown = describe(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${shown}`;
}

function outOfRange(what: string, range: string, input: unknown, whole = false): string {
  let received: string;
  if (typeof input === 'bigint') {
    const digits = String(input);
    received = `${input > 2n ** 32n || input < -(2n ** 32n) ? separateThousands(digits) : digits}n`;
  } else if (typeof input === 'number' && Number.isInteger(input) && Math.abs(input) > 2 ** 32) {
    received = separateThousands(String(input));
  } else {
    received = describe(input);
  }
  return `${whole ? what : `The value of "${what}" is out of range.`} It must be ${range}. Received ${received}`;
}

function missingArgs(...names: (string | readonly string[])[]): string {
  const quoted = names.map((name) =>
    [name]
      .flat()
      .map((one) => `"${one}"`)
      .join(' or '),
  );
  return `The ${formatList(quoted)} argument${names.length > 1 ? 's' : ''} must be specified`;
}

function invalidPackageTarget(folder: string, key: string, target: unknown, isImport = false, base?: string): string {
  const relative = typeof target === 'string' && !isImport && target !== '' && !target.startsWith('./');
  const tail = `in the package config ${folder}package.json${base ? ` imported from ${base}` : ''}${
    relative ? '; targets must start with "./"' : ''
  }`;
  const json = JSON.stringify(target);
  if (key === '.') return `Invalid "exports" main target ${json} defined ${tail}`;
  return `Invalid "${isImport ? 'imports' : 'exports'}" target ${json} defined for '${key}' ${tail}`;
}

function from(base: string | undefined): string {
  return base ? ` imported from ${base}` : '';
}

function got(value: unknown): string {
  return `but got ${determineSpecificType(value)}.`;
}

/** Sets a property and hands the message through: for rows whose error carries more than its code. */
function keep(error: ErrorRecord, more: ErrorRecord, message: string): string {
  Object.assign(error, more);
  return message;
}

/** Code → base class and message. */
export const MESSAGES = {
  ERR_ACCESS_DENIED: [
    'E',
    function (message: string, permission = '', resource = '') {
      return keep(this, { permission, resource }, message);
    },
  ],
  ERR_AMBIGUOUS_ARGUMENT: 'TThe "%s" argument is ambiguous. %s',
  ERR_ARG_NOT_ITERABLE: 'T%s must be iterable',
  ERR_ASSERTION: 'E%s',
  ERR_ASYNC_CALLBACK: 'T%s must be a function',
  ERR_ASYNC_TYPE: 'TInvalid name for async "type": %s',
  ERR_BUFFER_OUT_OF_BOUNDS: [
    'R',
    (name?: string) =>
      name ? `"${name}" is outside of buffer bounds` : 'Attempt to access memory outside buffer bounds',
  ],
  ERR_BUFFER_TOO_LARGE: 'RCannot create a Buffer larger than %s bytes',
  ERR_CONSOLE_WRITABLE_STREAM: 'TConsole expects a writable stream instance for %s',
  ERR_CONSTRUCT_CALL_REQUIRED: 'TClass constructor %s cannot be invoked without `new`',
  ERR_CRYPTO_HASH_FINALIZED: 'EDigest already called',
  ERR_CRYPTO_INVALID_STATE: 'EInvalid state for operation %s',
  ERR_CRYPTO_SIGN_KEY_REQUIRED: 'ENo key provided to sign',
  ERR_DIR_CLOSED: 'EDirectory handle was closed',
  ERR_DIR_CONCURRENT_OPERATION:
    'ECannot do synchronous work on directory handle with concurrent asynchronous operations',
  ERR_ENCODING_NOT_SUPPORTED: 'RThe "%s" encoding is not supported',
  ERR_EVENT_RECURSION: 'EThe event "%s" is already being dispatched',
  ERR_FALSY_VALUE_REJECTION: [
    'E',
    function (reason: unknown) {
      return keep(this, { reason }, 'Promise was rejected with falsy value');
    },
  ],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM:
    'TThe feature %s is unavailable on the current platform, which is being used to run Node.js',
  ERR_FS_FILE_TOO_LARGE: 'RFile size (%s) is greater than 2 GiB',
  ERR_HTTP_INVALID_HEADER_VALUE: 'TInvalid value "%s" for header "%s"',
  ERR_ILLEGAL_CONSTRUCTOR: 'TIllegal constructor',
  ERR_IMPORT_ATTRIBUTE_MISSING: 'TModule "%s" needs an import attribute of "%s: %s"',
  ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE: 'TModule "%s" is not of type "%s"',
  ERR_IMPORT_ATTRIBUTE_UNSUPPORTED: [
    'T',
    (name: string, value: string, url?: string) =>
      `Import attribute "${name}" with value "${value}" is not supported${url === undefined ? '' : ` in ${url}`}`,
  ],
  ERR_INCOMPATIBLE_OPTION_PAIR: 'TOption "%s" cannot be used in combination with option "%s"',
  ERR_INTERNAL_ASSERTION: [
    'E',
    (message?: string) =>
      `${message === undefined ? '' : `${message}\n`}This is caused by either a bug in Node.js or incorrect usage of ` +
      'Node.js internals.\nPlease open an issue with this stack trace at https://github.com/nodejs/node/issues\n',
  ],
  ERR_INVALID_ARG_TYPE: ['T', invalidArgType],
  ERR_INVALID_ARG_VALUE: ['T', invalidArgValue],
  ERR_INVALID_ASYNC_ID: 'RInvalid %s value: %s',
  ERR_INVALID_BUFFER_SIZE: 'RBuffer size must be a multiple of %s',
  ERR_INVALID_CHAR: [
    'T',
    (name: string, field?: string) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`,
  ],
  ERR_INVALID_CURSOR_POS: 'TCannot set cursor row without setting its column',
  ERR_INVALID_FILE_URL_HOST: 'TFile URL host must be "localhost" or empty on %s',
  ERR_INVALID_FILE_URL_PATH: [
    'T',
    function (reason: string, input: unknown) {
      return keep(this, { input }, `File URL path ${reason}`);
    },
  ],
  ERR_INVALID_HTTP_TOKEN: 'T%s must be a valid HTTP token ["%s"]',
  ERR_INVALID_MIME_SYNTAX: [
    'T',
    (production: string, text: string, index: number) =>
      `The MIME syntax for a ${production} in "${text}" is invalid${index === -1 ? '' : ` at ${index}`}`,
  ],
  ERR_INVALID_MODULE_SPECIFIER: [
    'T',
    (request: string, reason: string, base?: string) => `Invalid module "${request}" ${reason}${from(base)}`,
  ],
  ERR_INVALID_PACKAGE_CONFIG: [
    'E',
    (path: string, base?: string, message?: string) =>
      `Invalid package config ${path}${base ? ` while importing ${base}` : ''}${message ? `. ${message}` : ''}`,
  ],
  ERR_INVALID_PACKAGE_TARGET: ['E', invalidPackageTarget],
  ERR_INVALID_RETURN_VALUE: [
    'T',
    (input: string, name: string, value: unknown) =>
      `Expected ${input} to be returned from the "${name}" function ${got(value)}`,
  ],
  ERR_INVALID_STATE: 'EInvalid state: %s',
  ERR_INVALID_THIS: 'TValue of "this" must be of type %s',
  ERR_INVALID_TUPLE: 'T%s must be an iterable %s tuple',
  ERR_INVALID_TYPESCRIPT_SYNTAX: 'S%s',
  ERR_INVALID_URI: 'UURI malformed',
  ERR_INVALID_URL: [
    'T',
    function (input: string, base?: string | null) {
      return keep(this, base === undefined || base === null ? { input } : { input, base }, 'Invalid URL');
    },
  ],
  ERR_INVALID_URL_SCHEME: [
    'T',
    (expected: string | readonly string[]) => {
      const [first, second] = [expected].flat();
      return `The URL must be ${second === undefined ? `of scheme ${first}` : `one of scheme ${first} or ${second}`}`;
    },
  ],
  ERR_METHOD_NOT_IMPLEMENTED: 'EThe %s method is not implemented',
  ERR_MISSING_ARGS: ['T', missingArgs],
  ERR_MISSING_OPTION: 'T%s is required',
  ERR_MODULE_NOT_FOUND: [
    'E',
    function (path: string, base: string, url?: string) {
      const message = `Cannot find ${url ? 'module' : 'package'} '${path}' imported from ${base}`;
      return keep(this, url ? { url: String(url) } : {}, message);
    },
  ],
  ERR_MULTIPLE_CALLBACK: 'ECallback called multiple times',
  ERR_OUT_OF_RANGE: ['R', outOfRange],
  ERR_PACKAGE_IMPORT_NOT_DEFINED: [
    'T',
    (specifier: string, folder: string | undefined, base: string) =>
      `Package import specifier "${specifier}" is not defined${folder ? ` in package ${folder}package.json` : ''} imported from ${base}`,
  ],
  ERR_PACKAGE_PATH_NOT_EXPORTED: [
    'E',
    (folder: string, subpath: string, base?: string) =>
      subpath === '.'
        ? `No "exports" main defined in ${folder}package.json${from(base)}`
        : `Package subpath '${subpath}' is not defined by "exports" in ${folder}package.json${from(base)}`,
  ],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'T%s',
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: "TUnexpected argument '%s'. This command does not take positional arguments",
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [
    'T',
    (option: string, allowPositionals: boolean) =>
      `Unknown option '${option}'${allowPositionals ? `${POSITIONAL_HINT}, as in '-- ${JSON.stringify(option)}` : ''}`,
  ],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: 'T%d is not a valid timestamp',
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: 'T%s',
  ERR_REQUIRE_ASYNC_MODULE: [
    'E',
    (file?: string, stack: readonly string[] = []) =>
      'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level ' +
      `await comes from, use --experimental-print-required-tla.${file ? `\nRequired module: ${file}` : ''}` +
      (stack.length > 0 ? `\nRequire stack:\n- ${stack.join('\n- ')}` : ''),
  ],
  ERR_REQUIRE_CYCLE_MODULE: 'E%s',
  ERR_SANDBOX_REFUSED: 'ECannot use %s: %s; %s',
  ERR_STREAM_ALREADY_FINISHED: 'ECannot call %s after a stream was finished',
  ERR_STREAM_CANNOT_PIPE: 'ECannot pipe, not readable',
  ERR_STREAM_DESTROYED: 'ECannot call %s after a stream was destroyed',
  ERR_STREAM_NULL_VALUES: 'TMay not write null values to stream',
  ERR_STREAM_PREMATURE_CLOSE: 'EPremature close',
  ERR_STREAM_PUSH_AFTER_EOF: 'Estream.push() after EOF',
  ERR_STREAM_UNABLE_TO_PIPE: 'ECannot pipe to a closed or destroyed stream',
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: 'Estream.unshift() after end event',
  ERR_STREAM_WRITE_AFTER_END: 'Ewrite after end',
  ERR_SYSTEM_ERROR: 'EA system error occurred: %s',
  ERR_TRAILING_JUNK_AFTER_STREAM_END: 'TTrailing junk found after the end of the compressed stream',
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET:
    'E`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
  ERR_UNHANDLED_ERROR: ['E', (error?: unknown) => `Unhandled error.${error === undefined ? '' : ` (${error})`}`],
  ERR_UNKNOWN_BUILTIN_MODULE: 'ENo such built-in module: %s',
  ERR_UNKNOWN_ENCODING: 'TUnknown encoding: %s',
  ERR_UNKNOWN_FILE_EXTENSION: 'TUnknown file extension "%s" for %s',
  ERR_UNKNOWN_MODULE_FORMAT: 'RUnknown module format: %s for URL %s',
  ERR_UNKNOWN_SIGNAL: 'TUnknown signal: %s',
  ERR_UNSUPPORTED_DIR_IMPORT: [
    'E',
    function (path: string, base: string, url: unknown) {
      return keep(
        this,
        { url },
        `Directory import '${path}' is not supported resolving ES modules imported from ${base}`,
      );
    },
  ],
  ERR_UNSUPPORTED_ESM_URL_SCHEME: [
    'E',
    (url: { protocol: string }, supported: readonly string[]) =>
      `Only URLs with a scheme in: ${formatList(supported)} are supported by the default ESM loader. Received protocol '${url.protocol}'`,
  ],
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    'EStripping types is currently unsupported for files under node_modules, for "%s"',
  ERR_UNSUPPORTED_RESOLVE_REQUEST:
    'TFailed to resolve module specifier "%s" from "%s": Invalid relative URL or base scheme is not hierarchical.',
  // What Node itself says of a source, by way of the host.
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: 'S%s',
  ERR_USE_AFTER_CLOSE: 'E%s was closed',
} as const satisfies Record<string, Row>;

export type NodeErrorCode = keyof typeof MESSAGES;
