// FormData to a body and back: multipart/form-data and urlencoded. Inside the context. RFC 7578, https://fetch.spec.whatwg.org/#body-mixin
import { bytesOfBlob, File } from '../../globals/blob.ts';
import { FormData } from '../../globals/form-data.ts';
import { Buffer } from '../buffer.ts';
import { DEFAULT_LIMITS, overLimit } from '../cgi/limits.ts';
import { boundaryOf, MultipartParser } from '../cgi/multipart.ts';
import { randomUUID } from '../crypto/random.ts';
import { parseForm } from '../form-urlencoded.ts';

const LIMITS = { ...DEFAULT_LIMITS, fileBytes: Number.MAX_SAFE_INTEGER };

/** What cannot stand in a quoted name. */
function escapeName(name: string): string {
  return name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
}

function withLineBreaks(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}

export function encodeForm(form: FormData): [bytes: Uint8Array<ArrayBuffer>, type: string] {
  const boundary = `----formdata-${randomUUID()}`;
  const parts: Uint8Array[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(withLineBreaks(name))}"`;
    if (typeof value === 'string') {
      parts.push(Buffer.from(`${head}\r\n\r\n${withLineBreaks(value)}\r\n`));
      continue;
    }
    const type = value.type || 'application/octet-stream';
    parts.push(Buffer.from(`${head}; filename="${escapeName(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`));
    parts.push(bytesOfBlob(value) ?? new Uint8Array(), Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  const bytes = Buffer.concat(parts);
  return [new Uint8Array(bytes), `multipart/form-data; boundary=${boundary}`];
}

export function parseFormBody(bytes: Uint8Array, contentType: string | null): FormData {
  const type = contentType ?? '';
  try {
    if (/^[ \t]*application\/x-www-form-urlencoded[ \t]*(?:;|$)/i.test(type)) return parsePairs(bytes);
    const boundary = boundaryOf(type);
    if (boundary !== undefined) return parseMultipart(bytes, boundary);
  } catch (cause) {
    throw new TypeError('Failed to parse body as FormData.', { cause });
  }
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
}

function parsePairs(bytes: Uint8Array): FormData {
  const { formBytes, parameters } = LIMITS;
  if (bytes.length > formBytes) throw overLimit(bytes.length, 'bytes', formBytes);
  const list = parseForm(`&${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()}`);
  if (list.length / 2 > parameters) throw overLimit(list.length / 2, 'parameters', parameters);
  const form = new FormData();
  for (let i = 0; i < list.length; i += 2) form.append(list[i], list[i + 1]);
  return form;
}

function parseMultipart(bytes: Uint8Array, boundary: string): FormData {
  const form = new FormData();
  const { fieldBytes } = LIMITS;
  const parser = new MultipartParser(boundary, LIMITS, ({ name, filename, type, transferEncoding }) => {
    const pieces: Buffer[] = [];
    let size = 0;
    return {
      write(piece) {
        size += piece.length;
        if (filename === undefined && size > fieldBytes) throw overLimit(size, 'bytes of a field', fieldBytes);
        pieces.push(Buffer.from(piece));
      },
      end() {
        const sent = Buffer.concat(pieces);
        const content = transferEncoding === 'base64' ? Buffer.from(sent.toString('latin1'), 'base64') : sent;
        if (filename === undefined) form.append(name, content.toString());
        else form.append(name, new File([content], filename, { type: type || 'text/plain' }));
      },
    };
  });
  parser.push(bytes);
  parser.end();
  return form;
}
