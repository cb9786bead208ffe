// The one error class and the one table of codes: whose fault, which HTTP status, which sentence. Both sides import this.

type Fault = 'client' | 'script' | 'host' | 'configuration';
interface Row {
  readonly fault: Fault;
  readonly status: number;
  readonly sentence: string;
}

/** Every way a request can end other than with the script's own answer. docs/errors.md is checked against it. */
export const ERRORS = {
  BAD_PATH: { fault: 'client', status: 400, sentence: 'The request path is malformed' },
  BAD_REQUEST: { fault: 'client', status: 400, sentence: 'The request is malformed' },
  BODY_ABORTED: { fault: 'client', status: 400, sentence: 'The request body ended early' },
  SCRIPT_FORBIDDEN: { fault: 'client', status: 403, sentence: 'This file is not a script that may run' },
  DIRECTORY_WITHOUT_INDEX: { fault: 'client', status: 403, sentence: 'This folder has no index script' },
  SCRIPT_NOT_FOUND: { fault: 'client', status: 404, sentence: 'There is no such script' },
  PATH_REFUSED: { fault: 'client', status: 404, sentence: 'There is nothing to see at this path' },
  METHOD_NOT_ALLOWED: { fault: 'client', status: 405, sentence: 'This method is not allowed here' },
  LENGTH_REQUIRED: { fault: 'client', status: 411, sentence: 'A chunked request body is not accepted' },
  BODY_TOO_LARGE: { fault: 'client', status: 413, sentence: 'The request body is larger than allowed' },
  URI_TOO_LONG: { fault: 'client', status: 414, sentence: 'The request target is longer than allowed' },
  HEADERS_TOO_LARGE: { fault: 'client', status: 431, sentence: 'The request header fields are larger than allowed' },
  CLIENT_GONE: { fault: 'client', status: 499, sentence: 'The client went away' },
  CLIENT_TOO_SLOW: { fault: 'client', status: 499, sentence: 'The client stopped reading the response' },
  NO_HEADER_BLOCK: { fault: 'script', status: 500, sentence: 'The script wrote no complete header block' },
  BAD_HEADER: { fault: 'script', status: 500, sentence: 'The script wrote a malformed header field' },
  BAD_STATUS: { fault: 'script', status: 500, sentence: 'The script gave an invalid status' },
  HEADER_BLOCK_TOO_LARGE: {
    fault: 'script',
    status: 500,
    sentence: 'The header block of the script is larger than allowed',
  },
  REDIRECT_LOOP: { fault: 'script', status: 500, sentence: 'The local redirects of the script do not end' },
  SCRIPT_FAILED: { fault: 'script', status: 500, sentence: 'The script failed' },
  MEMORY_LIMIT: { fault: 'script', status: 500, sentence: 'The script used more memory than allowed' },
  OUTPUT_LIMIT: { fault: 'script', status: 500, sentence: 'The script wrote more output than allowed' },
  HOST_CALL_LIMIT: { fault: 'script', status: 500, sentence: 'The script made more host calls than allowed' },
  TIMER_LIMIT: { fault: 'script', status: 500, sentence: 'The script had more timers than allowed' },
  HOST_FAILED: { fault: 'host', status: 500, sentence: 'The server failed' },
  WORKER_DIED: { fault: 'host', status: 502, sentence: 'The worker died while it ran the script' },
  QUEUE_FULL: { fault: 'host', status: 503, sentence: 'Too many requests are waiting' },
  SPOOL_FULL: { fault: 'host', status: 503, sentence: 'Too many request bodies are waiting' },
  CRASH_LOOP: { fault: 'host', status: 503, sentence: 'Workers do not start or keep dying, new ones start later' },
  DRAINING: { fault: 'host', status: 503, sentence: 'The engine is shutting down' },
  CPU_LIMIT: { fault: 'script', status: 504, sentence: 'The script used more CPU time than allowed' },
  WALL_LIMIT: { fault: 'script', status: 504, sentence: 'The script ran longer than allowed' },
  BAD_OPTION: { fault: 'configuration', status: 500, sentence: 'An option is invalid' },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof ERRORS;

const BRAND = Symbol.for('freshcgi.CgiError');

/** Names of header fields and values that go with an error's answer: Allow, Retry-After, Location. */
export type ErrorHeaders = Readonly<Record<string, string>>;

/** What a developer wants to see of a failed run, as far as it is known. For logs and for dev pages on loopback only. */
export interface ErrorDetails {
  readonly script?: string;
  /** The script's uncaught error, as it printed it. */
  readonly error?: string;
  readonly stderr?: string;
  /** First bytes of what the script wrote, as text. */
  readonly stdout?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A limit that was passed. */
export interface PassedLimit {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
}

/** The one error freshcgi throws. `message` says action, subject and measured value; it may name host paths and is for logs. */
export class CgiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly fault: Fault;
  /** What a client may be told: never a path, a stack or a value of the host. */
  readonly sentence: string;
  readonly headers: ErrorHeaders;
  readonly details: ErrorDetails;
  /** Set where a limit of the run was passed. */
  readonly limit: PassedLimit | undefined;
  readonly [BRAND] = true;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; headers?: ErrorHeaders; details?: ErrorDetails; limit?: PassedLimit | undefined } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    const row = ERRORS[code];
    this.name = 'CgiError';
    this.code = code;
    this.status = row.status;
    this.fault = row.fault;
    this.sentence = row.sentence;
    this.headers = options.headers ?? {};
    this.details = options.details ?? {};
    this.limit = options.limit;
  }
}

/** Recognises a CgiError by its brand: instanceof fails when two copies of this package are loaded. */
export function isCgiError(value: unknown): value is CgiError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
