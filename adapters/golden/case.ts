// Golden cases as text: a request, a line that parts them, the response that is expected. Reads and writes `*.http` files. Pure.
//
//   # What the case is for, in as many lines as it takes
//   # @env NAME=VALUE                    a variable for this case, may repeat
//   # @after 01-sign.http                goes on from what that case has written
//   # @exit 1                            the exit code, where it is not 0
//   POST /cgi-bin/guestbook.js?lang=en
//   Content-Type: application/x-www-form-urlencoded
//
//   name=Ada
//   ### response
//   HTTP/1.1 303 See Other
//   Location: /cgi-bin/guestbook.js
//
// The line break before the parting line and the one at the end of the file belong to neither body. A body that is no text stands in
// base64 (`# @request base64`, `# @response base64`).
import { STATUS_CODES } from 'node:http';
import { CgiError, type HeaderPairs } from '../../engine/index.ts';

export interface GoldenRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array;
}

/** What came, or what is expected: then `lines` may hold placeholders. */
export interface GoldenAnswer {
  readonly status: number;
  readonly headers: HeaderPairs;
  /** The body as text, or in base64. */
  readonly body: string;
  readonly base64: boolean;
  readonly exitCode: number;
}

export interface GoldenCase {
  readonly comments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly after: string | undefined;
  readonly request: GoldenRequest;
  /** Undefined in a file that ends with its request: `--update` fills it in. */
  readonly expected: GoldenAnswer | undefined;
}

const PARTING = '### response';
const FIELD = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/;

/** @throws CgiError BAD_OPTION with the file and the line */
export function parseCase(text: string, file: string): GoldenCase {
  // A file that an editor has written with CR LF throughout; a body with both stands in base64.
  const plain = /(?<!\r)\n/.test(text) ? text : text.replaceAll('\r\n', '\n');
  const lines = plain.replace(/^\ufeff/, '').split('\n');
  const fail = (line: number, why: string) =>
    new CgiError('BAD_OPTION', `Cannot read case "${file}:${line + 1}": ${why}`);
  const head = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const parting = lines.indexOf(PARTING);
  if (head === -1 || (parting !== -1 && parting < head)) throw fail(0, 'it has no request');
  const comments = lines.slice(0, head).filter((line) => line.trim() !== '');
  const settings = readSettings(lines.slice(0, head), fail);
  const all = (name: string) => settings.filter(([key]) => key === name).map(([, value]) => value);
  const isCoded = (name: string) => all(name).length > 0;

  const requestLine = /^([!#$%&'*+.^_`|~\w-]+) (\/\S*)(?: HTTP\/\d(?:\.\d)?)?\s*$/.exec(lines[head] ?? '');
  if (requestLine === null) throw fail(head, `it must begin with "METHOD /path", not ${shown(lines[head])}`);
  const sent = readMessage(
    parting === -1 ? lastBreakOff(lines.slice(head + 1)) : lines.slice(head + 1, parting),
    (line, why) => fail(head + 1 + line, why),
  );
  const bytes = Buffer.from(sent.body, isCoded('request') ? 'base64' : 'utf8');
  const common = {
    comments,
    env: Object.fromEntries(all('env').map(splitVariable)),
    after: all('after')[0],
    request: { method: requestLine[1] ?? '', target: requestLine[2] ?? '', headers: sent.headers, body: bytes },
  };
  if (parting === -1) return { ...common, expected: undefined };
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(lines[parting + 1] ?? '');
  if (status === null) {
    throw fail(parting + 1, `the response must begin with "HTTP/1.1 STATUS", not ${shown(lines[parting + 1])}`);
  }
  const came = readMessage(lastBreakOff(lines.slice(parting + 2)), (line, why) => fail(parting + 2 + line, why));
  const base64 = isCoded('response');
  const exitCode = Number(all('exit')[0] ?? 0);
  return { ...common, expected: { status: Number(status[1]), ...came, base64, exitCode } };
}

/** Without the empty piece behind the last line break of a file. */
function lastBreakOff(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

type Fail = (line: number, why: string) => CgiError;

/** Name → what its value looks like, in a pattern and in words. */
const SETTINGS: Readonly<Record<string, readonly [pattern: RegExp, words: string]>> = {
  env: [/^[^=]+=/, 'NAME=VALUE'],
  after: [/./, 'the name of a case'],
  exit: [/^\d{1,3}$/, 'an exit code'],
  request: [/^base64$/, 'base64'],
  response: [/^base64$/, 'base64'],
};

/** Names and values, of the lines above the request. */
function readSettings(lines: readonly string[], fail: Fail): ReadonlyArray<readonly [name: string, value: string]> {
  return lines.flatMap((line, i) => {
    const [, name, value = ''] = /^#\s*@(\w+)(?:\s+(.*?))?\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
    if (setting === undefined) {
      throw fail(i, `there is no setting @${name}, only @${Object.keys(SETTINGS).join(', @')}`);
    }
    const [pattern, words] = setting;
    if (!pattern.test(value)) throw fail(i, `@${name} must be ${words}, not ${shown(value)}`);
    return [[name, value] as const];
  });
}

const SHOWN = 60;

/** A line, as far as a message has room for it. */
function shown(line = ''): string {
  return line === '' ? 'nothing' : JSON.stringify(line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line);
}

function readMessage(lines: readonly string[], fail: Fail): { headers: HeaderPairs; body: string } {
  const empty = lines.findIndex((line) => line.trim() === '');
  const fields = empty === -1 ? lines : lines.slice(0, empty);
  const headers = fields.map((line, i) => {
    const match = FIELD.exec(line.replace(/\r$/, ''));
    if (match === null) {
      throw fail(
        i,
        `a header field must look like "Name: value", not ${shown(line)}; an empty line goes before a body`,
      );
    }
    return [match[1] ?? '', match[2] ?? ''] as const;
  });
  return { headers, body: empty === -1 ? '' : lines.slice(empty + 1).join('\n') };
}

function splitVariable(text: string): readonly [string, string] {
  const sign = text.indexOf('=');
  return [text.slice(0, sign), text.slice(sign + 1)];
}

/** The case as text, with settings as its parts ask for them. */
export function formatCase({ comments, env, after, request, expected }: GoldenCase): string {
  const body = writeBody(request.body);
  const notes = comments.filter((line) => !/^#\s*@(?:env|after|exit|request|response)\b/.test(line));
  return [
    ...notes,
    ...Object.entries(env).map(([name, value]) => `# @env ${name}=${value}`),
    ...(after === undefined ? [] : [`# @after ${after}`]),
    ...(expected === undefined || expected.exitCode === 0 ? [] : [`# @exit ${expected.exitCode}`]),
    ...(body.base64 ? ['# @request base64'] : []),
    ...(expected?.base64 ? ['# @response base64'] : []),
    `${request.method} ${request.target}`,
    ...message(request.headers, body.text),
    ...(expected === undefined ? [] : [PARTING, ...answerLines(expected)]),
    '',
  ].join('\n');
}

/** Status line, fields, empty line, body: what is written and what is compared. */
export function answerLines({ status, headers, body }: GoldenAnswer): string[] {
  const reason = STATUS_CODES[status];
  return [`HTTP/1.1 ${status}${reason === undefined ? '' : ` ${reason}`}`, ...message(headers, body)];
}

function message(headers: HeaderPairs, body: string): string[] {
  return [...headers.map(([name, value]) => `${name}: ${value}`), ...(body === '' ? [] : ['', ...body.split('\n')])];
}

/** Bytes as they can stand in a case: as text, if reading it gives the same bytes again. */
export function writeBody(bytes: Uint8Array): { readonly text: string; readonly base64: boolean } {
  const text = Buffer.from(bytes).toString();
  const isText = Buffer.from(text).equals(bytes) && !/[\0-\x08\x0b-\x1f\x7f]/.test(text);
  if (isText && !text.split('\n').includes(PARTING)) return { text, base64: false };
  const coded = Buffer.from(bytes).toString('base64');
  return { text: coded.replace(/.{100}(?=.)/g, '$&\n'), base64: true };
}
