// The header lines of one part of a multipart/form-data body. Pure. Inside the context. RFC 7578 section 4.2, RFC 2183
import { malformed } from './limits.ts';

export interface PartHeader {
  readonly name: string;
  /** As the browser sent it: see safeFilename(); undefined for a plain field. */
  readonly filename: string | undefined;
  /** Empty where nothing was said. */
  readonly type: string;
  readonly transferEncoding: string;
}

const MAX_FILENAME = 255;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)$/;
/**
 * In quotes, a backslash hides a quote or another backslash; where that leaves the quotes open it is a character like others, of a path
 * from Windows. The first of the three can read a text in one way only: else a long one would take forever.
 */
const PARAMETER =
  /^;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"|"(.*\\)"|([^";]*))[ \t]*/;

/** Browsers write the three characters that cannot stand in quotes as %22, %0D and %0A (the HTML standard). */
function unquote(text: string): string {
  return text
    .replace(/\\"/g, '"')
    .replace(/%22|%0D|%0A/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/** Old browsers send whole paths; what is left is a name, never a way out of a folder. */
export function safeFilename(name: string): string {
  const base = name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
    .replace(/[\0-\x1f\x7f-\x9f]/g, '');
  return base === '.' || base === '..' ? '' : base.slice(-MAX_FILENAME);
}

/** `UTF-8''na%C3%AFve.txt`: browsers never send it in a form, other clients do. RFC 5987 section 3.2 */
function decodeExtended(value: string): string {
  const encoded = /^utf-8'[^']*'(.*)$/is.exec(value)?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // as below
  }
  throw malformed('a part has a malformed file name');
}

/** Parameters of a header value: from its first semicolon on. */
export function readParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  let rest = text;
  while (rest !== '') {
    const found = PARAMETER.exec(rest);
    if (found === null) throw malformed('a part has a malformed header parameter');
    const [all, name = '', escaped, plain, token = ''] = found;
    const quoted = escaped ?? plain;
    const key = name.toLowerCase();
    if (parameters.has(key)) throw malformed(`a part gives its ${key} twice`);
    parameters.set(key, quoted === undefined ? token.trim() : unquote(quoted));
    rest = rest.slice(all.length);
  }
  return parameters;
}

export function readPartHeader(text: string): PartHeader {
  const fields = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const found = FIELD.exec(line);
    if (found === null) throw malformed('a part has a malformed header line');
    const [, name = '', value = ''] = found;
    fields.set(name.toLowerCase(), value.trim());
  }
  const disposition = /^form-data[ \t]*(;.*)?$/is.exec(fields.get('content-disposition') ?? '');
  const parameters = readParameters(disposition?.[1] ?? '');
  const name = parameters.get('name');
  if (disposition === null || name === undefined) throw malformed('a part has no name');
  const extended = parameters.get('filename*');
  return {
    name,
    filename: extended === undefined ? parameters.get('filename') : decodeExtended(extended),
    type: fields.get('content-type') ?? '',
    transferEncoding: fields.get('content-transfer-encoding') ?? '',
  };
}
