// Reads the form of a request: the query, or the body from stdin. Inside the context. RFC 3875 section 4.2
import { Buffer } from '../buffer.ts';
import { errnoError } from '../errors.ts';
import { decodeFormPart } from '../form-urlencoded.ts';
import { host } from '../host.ts';
import { process } from '../process.ts';
import { validateObject, validateString } from '../validators.ts';
import { isUint8Array } from '../views.ts';
import { Form } from './form.ts';
import { FormError, type FormLimits, overLimit, readLimits } from './limits.ts';
import { boundaryOf, MultipartParser, type PartSink } from './multipart.ts';
import type { PartHeader } from './part-header.ts';
import { fileSink, memorySink, type UploadSink } from './upload.ts';

export interface FormOptions {
  /** Other limits than the defaults. */
  limits?: Partial<FormLimits>;
  /** The folder that files are saved in; it needs a writing grant. Without it they stay in memory. */
  saveTo?: string;
  /** The body, where it is not to be read from stdin, */
  body?: string | Uint8Array;
  /** and its type, where it is not CONTENT_TYPE. */
  contentType?: string;
}

/** Bytes of the body that are in memory at a time. */
const PIECE = 262_144;
const URLENCODED = /^[ \t]*application\/x-www-form-urlencoded[ \t]*(?:;|$)/i;

function environment(name: string): string {
  const { env } = process as unknown as { env: Record<string, string | undefined> };
  return env[name] ?? '';
}

/** Names and values of a query string, QUERY_STRING unless given. */
export function parseQuery(query: string = environment('QUERY_STRING'), limits?: Partial<FormLimits>): Form {
  validateString(query, 'query');
  const form = new Form(readLimits(limits));
  addPairs(form, query.startsWith('?') ? query.slice(1) : query, readLimits(limits));
  return form;
}

/** The form of this request: the query of a GET or HEAD, otherwise the body. */
export function readForm(options: FormOptions = {}): Form {
  validateObject(options, 'options');
  const limits = readLimits(options.limits);
  const method = environment('REQUEST_METHOD');
  if (options.body === undefined && (method === 'GET' || method === 'HEAD' || method === '')) {
    return parseQuery(undefined, limits);
  }
  const contentType = options.contentType ?? environment('CONTENT_TYPE');
  const boundary = boundaryOf(contentType);
  const form = new Form(limits);
  const pieces = bodyPieces(options.body);
  if (boundary !== undefined) readMultipart(form, boundary, pieces, limits, options.saveTo);
  else if (URLENCODED.test(contentType)) addPairs(form, readText(pieces, limits), limits);
  else {
    const type = contentType === '' ? 'no type' : `type "${contentType.slice(0, 100)}"`;
    throw new FormError('ERR_FORM_TYPE', `Cannot read the form: the body has ${type}`);
  }
  return form;
}

function* bodyPieces(body: string | Uint8Array | undefined): Generator<Uint8Array, void> {
  if (typeof body === 'string') yield Buffer.from(body);
  else if (isUint8Array(body)) yield body;
  if (body !== undefined) return;
  for (;;) {
    const piece = host('readStdin', PIECE);
    if (typeof piece === 'number') throw errnoError(piece, 'read');
    if (piece.length === 0) return;
    yield piece;
  }
}

function readText(pieces: Iterable<Uint8Array>, { formBytes }: FormLimits): string {
  const kept: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    size += piece.length;
    if (size > formBytes) throw overLimit(size, 'bytes', formBytes);
    kept.push(Buffer.from(piece));
  }
  return Buffer.concat(kept).toString();
}

/** Never as a list of all pairs: a flood of them ends at the limit. */
function addPairs(form: Form, text: string, { fieldBytes }: FormLimits): void {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('&', at) < 0 ? text.length : text.indexOf('&', at);
    const pair = text.slice(at, end);
    at = end + 1;
    if (pair === '') continue;
    if (pair.length > fieldBytes) throw overLimit(pair.length, 'characters of a field', fieldBytes);
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    form.append(decodeFormPart(name), equals < 0 ? '' : decodeFormPart(pair.slice(equals + 1)));
  }
}

function readMultipart(
  form: Form,
  boundary: string,
  pieces: Iterable<Uint8Array>,
  limits: FormLimits,
  saveTo: string | undefined,
): void {
  const uploads: UploadSink[] = [];
  const open = (header: PartHeader): PartSink => {
    if (header.filename === undefined) return fieldSink(form, header, limits);
    const sink = saveTo === undefined ? memorySink(header, limits) : fileSink(header, limits, saveTo);
    uploads.push(sink);
    return {
      write: (bytes) => sink.write(bytes),
      end() {
        sink.end();
        // A file field that was left empty is sent without name and content.
        if (header.filename === '' && sink.upload.size === 0) sink.discard();
        else form.append(header.name, sink.upload);
      },
    };
  };
  try {
    const parser = new MultipartParser(boundary, limits, open);
    for (const piece of pieces) parser.push(piece);
    parser.end();
  } catch (error) {
    for (const sink of uploads) sink.discard();
    throw error;
  }
}

function fieldSink(form: Form, header: PartHeader, { fieldBytes }: FormLimits): PartSink {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    write(piece) {
      size += piece.length;
      if (size > fieldBytes) throw overLimit(size, 'bytes of a field', fieldBytes);
      pieces.push(Buffer.from(piece));
    },
    end: () => form.append(header.name, Buffer.concat(pieces).toString()),
  };
}
