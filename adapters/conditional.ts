// Decides which part of a file a request gets: all, one range, nothing new, or nothing at all (RFC 9110 13.2.2, 14.2). Pure.

/** What is known of a file's present content. */
export interface Representation {
  readonly size: number;
  /** Strong: it changes with every change of the bytes. */
  readonly etag: string;
  /** Last change, in whole seconds since 1970. */
  readonly modified: number;
}

/** The part to send, and the fields that only this part has. */
export interface Part {
  readonly status: 200 | 206 | 304 | 412 | 416;
  readonly start: number;
  readonly length: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface ConditionalRequest {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}

/** Evaluates If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since, If-Range and Range, in the order of RFC 9110 13.2.2. */
export function selectPart(request: ConditionalRequest, file: Representation): Part {
  if (isAnother(request, file)) return { status: 412, start: 0, length: 0, headers: {} };
  if (isUnchanged(request, file)) return { status: 304, start: 0, length: 0, headers: {} };
  const whole: Part = { status: 200, start: 0, length: file.size, headers: {} };
  const range = request.method === 'GET' ? request.headers.get('range') : null;
  if (range === null || !rangeApplies(request.headers.get('if-range'), file)) return whole;
  const wanted = parseRange(range, file.size);
  if (wanted === 'whole') return whole;
  if (wanted === 'none')
    return { status: 416, start: 0, length: 0, headers: { 'Content-Range': `bytes */${file.size}` } };
  const [first, last] = wanted;
  const headers = { 'Content-Range': `bytes ${first}-${last}/${file.size}` };
  return { status: 206, start: first, length: last - first + 1, headers };
}

/** Whether the client wants to go on with a content that is not there any more. */
function isAnother({ headers }: ConditionalRequest, file: Representation): boolean {
  const match = headers.get('if-match');
  if (match !== null) return match.trim() !== '*' && !match.split(',').some((tag) => tag.trim() === file.etag);
  const since = headers.get('if-unmodified-since');
  return since !== null && file.modified * 1000 > parseDate(since);
}

/** If-None-Match wins: where it is present, If-Modified-Since is not looked at (RFC 9110 13.1.3). */
function isUnchanged({ headers }: ConditionalRequest, file: Representation): boolean {
  const none = headers.get('if-none-match');
  if (none !== null) {
    return none.trim() === '*' || none.split(',').some((tag) => tag.trim().replace(/^W\//, '') === file.etag);
  }
  const since = headers.get('if-modified-since');
  return since !== null && file.modified * 1000 <= parseDate(since);
}

/** One of the three forms of RFC 9110 5.6.7, in milliseconds; NaN for any other date, which is to be ignored. */
function parseDate(text: string): number {
  if (/^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -](?:\d\d){1,2} \d\d:\d\d:\d\d GMT$/.test(text))
    return Date.parse(text);
  // asctime() says no zone, and means this one.
  return /^(?:[A-Z][a-z]{2} ){2}[ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}

function rangeApplies(condition: string | null, file: Representation): boolean {
  if (condition === null) return true;
  const value = condition.trim();
  return value.startsWith('"') ? value === file.etag : parseDate(value) === file.modified * 1000;
}

/** One range of bytes, both ends included. Several ranges, other units and nonsense get the whole (RFC 9110 14.2: MAY ignore). */
function parseRange(text: string, size: number): readonly [first: number, last: number] | 'whole' | 'none' {
  const match = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(text);
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'none' : [size - length, size - 1];
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= size ? 'none' : [first, last];
}
