// The server's log: one record, one line, nothing in it that a terminal or a log reader could take for something else.
// Parent process. A terminal gets colours and short times, a pipe gets plain lines that grep and cut understand.
import type { CgiError, RunReport } from '../engine/index.ts';
import { createLineBatch } from './line-batch.ts';

/** Characters of one record; what is longer is cut and says so. */
const MAX_RECORD = 8192;
/** Lines of stderr logged per run. */
const MAX_LINES = 100;
/** Not every report is followed by an error(): one after the header block is not. */
const MAX_TOLD = 1000;
// C0, DEL, C1, the two Unicode line ends, and the bidirectional controls that make a line read differently than it is.
const UNSAFE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e' };

/** One answered, refused or aborted request. */
export interface AccessRecord {
  readonly requestId: string;
  readonly remoteAddress: string;
  readonly method: string;
  readonly target: string;
  readonly status: number;
  /** Bytes sent, header included. */
  readonly bytes: number;
  readonly ms: number;
  /** The client went away before the end. */
  readonly aborted: boolean;
}

/** Where the server says what happened. */
export interface Log {
  access(record: AccessRecord): void;
  /** What a script wrote to stderr, what was odd about its output, and how it ended if not well. */
  report(report: RunReport, root?: string): void;
  /** Why a request was refused or failed; nothing where a report has said so already. */
  error(requestId: string, error: CgiError | Error): void;
  notice(text: string): void;
  /** Writes what is still buffered. */
  flush(): void;
}

/** What the log writes to: `process.stderr`, or anything with the same `write`. */
export interface LogOptions {
  readonly stream: { write(text: string): unknown; readonly isTTY?: boolean };
  /** @default decided by the stream and NO_COLOR, FORCE_COLOR, TERM */
  readonly colors?: boolean;
}

/** Makes control characters visible, so that text from outside stays one line and moves no cursor. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0);
    return SHORT[char] ?? (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`);
  });
}

/** Whether to colour: FORCE_COLOR and NO_COLOR decide, then whether a person is looking. */
export function wantsColors(isTTY: boolean, env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  if (env['NO_COLOR']) return false;
  return isTTY && env['TERM'] !== 'dumb';
}

/** Makes a log. */
export function createLog(options: LogOptions): Log {
  const { stream } = options;
  const isTTY = stream.isTTY === true;
  const colors = options.colors ?? wantsColors(isTTY);
  const paint = (code: string, text: string) => (colors ? `\x1b[${code}m${text}\x1b[0m` : text);
  /** Requests whose failure a report has told, until error() comes to tell it again. */
  const told = new Set<string>();
  const batch = createLineBatch(stream);
  let stamp = '';
  let stampedAt = 0;

  /** Making the text of a time takes as long as all the rest of a line: once a millisecond is enough. */
  function stampOf(now: number): string {
    if (now === stampedAt) return stamp;
    const text = new Date(now).toISOString();
    stampedAt = now;
    stamp = isTTY ? text.slice(11, 19) : text;
    return stamp;
  }
  /** The head is what the eye looks for, and all that is coloured. */
  function record(kind: string, requestId: string, color: string, head: string, text: string): void {
    const safe = escapeControls(text);
    const body = safe.length > MAX_RECORD ? `${safe.slice(0, MAX_RECORD)}… (${safe.length} characters)` : safe;
    const now = Date.now();
    const start = paint('2', `${stampOf(now)} ${escapeControls(requestId)}`);
    batch.add(`${start} ${kind} ${paint(color, escapeControls(head))} ${body}\n`, now);
  }

  return {
    access(entry) {
      const head = entry.aborted ? `${entry.status} aborted` : String(entry.status);
      const text = `${entry.method} ${entry.target} ${entry.bytes} B ${entry.ms.toFixed(1)} ms ${entry.remoteAddress}`;
      record('access', entry.requestId, statusColor(entry), head, text);
    },
    report(report, root = '') {
      const { requestId, code, warnings } = report;
      const head = `${shortName(report.script, root)}:`;
      for (const line of stderrLines(report)) record('stderr', requestId, '33', head, line);
      // The first sentence is why it failed.
      for (const line of code === 'ok' ? warnings : warnings.slice(1)) record('warning', requestId, '33', head, line);
      // Of a client that has left the access line tells.
      if (code === 'ok' || code === 'CLIENT_GONE') return;
      if (told.size >= MAX_TOLD) told.clear();
      told.add(requestId);
      record('ended', requestId, '31', head, describeEnd(report));
    },
    error(requestId, error) {
      if (told.delete(requestId)) return;
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
      record('error', requestId, '31', code, `${error.message}${causeOf(error)}`);
    },
    notice: (text) => record('notice', '-', '36', 'freshcgi', text),
    flush: batch.flush,
  };
}

/** The stack behind a failure that is nobody's but ours: no page shows it. */
function causeOf(error: CgiError | Error): string {
  const { cause } = error;
  if (!(cause instanceof Error) || ('fault' in error && error.fault !== 'host')) return '';
  return ` (${cause.stack ?? cause.message})`;
}

function statusColor(entry: AccessRecord): string {
  if (entry.aborted) return '2';
  if (entry.status < 300) return '32';
  if (entry.status < 400) return '36';
  return entry.status < 500 ? '33' : '31';
}

function stderrLines(report: RunReport): string[] {
  const text = report.stderr.endsWith('\n') ? report.stderr.slice(0, -1) : report.stderr;
  if (text === '') return [];
  const all = text.split(/\r?\n/);
  const lines = all.slice(0, MAX_LINES);
  const hidden = report.stderrBytes - Buffer.byteLength(report.stderr);
  if (all.length > MAX_LINES) lines.push(`… ${all.length - MAX_LINES} more lines`);
  if (hidden > 0) lines.push(`… ${hidden} more bytes not kept`);
  return lines;
}

function describeEnd(report: RunReport): string {
  const [why = 'it failed'] = report.warnings;
  const exit = report.exitCode === null ? '' : `exit code ${report.exitCode}, `;
  const times = `wall ${Math.round(report.wallMs)} ms, CPU ${Math.round(report.cpuMs)} ms`;
  return `${report.code} ${why} (${exit}${times}, worker ${report.worker})`;
}

function shortName(script: string, root: string): string {
  return root !== '' && script.startsWith(`${root}/`) ? script.slice(root.length + 1) : script;
}
