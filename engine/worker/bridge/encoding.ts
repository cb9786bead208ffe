// Text to bytes and back for the library. Worker side; the other end is sandbox-lib/internal/encodings/host-codec.ts.
import type { BridgeEncoding, EncodingBridge } from '../../../sandbox-lib/bridge.ts';
import { EINVAL } from './errno.ts';
import { type Handler, toBytes } from './handler.ts';

const EILSEQ = -84;
const ENCODINGS: ReadonlySet<unknown> = new Set<BridgeEncoding>([
  'utf8',
  'utf16le',
  'latin1',
  'ascii',
  'base64',
  'base64url',
  'hex',
]);

function isEncoding(value: unknown): value is BridgeEncoding {
  return ENCODINGS.has(value);
}

export const encodingHandlers: Readonly<Record<keyof EncodingBridge, Handler>> = {
  encodeText(_run, [text, encoding]) {
    if (typeof text !== 'string' || !isEncoding(encoding)) return EINVAL;
    // Never a pooled Buffer: what crosses is cloned with the whole memory behind it.
    const bytes = new Uint8Array(Buffer.byteLength(text, encoding));
    const size = Buffer.from(bytes.buffer).write(text, encoding);
    return size === bytes.length ? bytes : bytes.slice(0, size);
  },
  decodeText(_run, [bytes, encoding]) {
    const view = toBytes(bytes);
    if (view === undefined || !isEncoding(encoding)) return EINVAL;
    // Node 24.21 writes behind its own memory when it decodes an odd number of bytes at an odd place as UTF-16: corrupted heap.
    const size = encoding === 'utf16le' ? view.byteLength - (view.byteLength % 2) : view.byteLength;
    return Buffer.from(view.buffer, view.byteOffset, size).toString(encoding);
  },
  utf8Length: (_run, [text]) => (typeof text === 'string' ? Buffer.byteLength(text) : EINVAL),
  findBytes(_run, [bytes, needle]) {
    const view = toBytes(bytes);
    const wanted = toBytes(needle);
    if (view === undefined || wanted === undefined) return EINVAL;
    const at = Buffer.from(view.buffer, view.byteOffset, view.byteLength).indexOf(wanted);
    return at < 0 ? view.byteLength : at;
  },
  encodingName(_run, [label]) {
    if (typeof label !== 'string') return EINVAL;
    try {
      return new TextDecoder(label).encoding;
    } catch {
      return EINVAL;
    }
  },
  decodeLabel(_run, [bytes, label, fatal, stream]) {
    const view = toBytes(bytes);
    if (view === undefined || typeof label !== 'string') return EINVAL;
    try {
      return new TextDecoder(label, { fatal: fatal === true }).decode(view, { stream: stream === true });
    } catch (error) {
      return error instanceof TypeError ? EILSEQ : EINVAL; // a label it does not know is a RangeError
    }
  },
};
