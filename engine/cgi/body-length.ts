// What the header fields of a request say about the length of its body. Parent process; RFC 9112 6, RFC 3875 4.1.2.
import { CgiError } from '../errors.ts';
import type { HeaderPairs } from '../types.ts';

export interface DeclaredBody {
  /** Content-Length in bytes, undefined when there is none. */
  readonly length: number | undefined;
  /** Transfer-Encoding is there: the length is known at the end only. */
  readonly chunked: boolean;
}

/**
 * Reads Content-Length and Transfer-Encoding.
 * @throws CgiError BAD_REQUEST when the length is no number, differs between fields, or stands beside Transfer-Encoding
 */
export function readDeclaredBody(headers: HeaderPairs): DeclaredBody {
  let declared: string | undefined;
  let chunked = false;
  for (const [name, value] of headers) {
    // The two lengths of name tell most fields apart without lower-casing them.
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      if (declared !== undefined && declared !== value) throw badLength(`${declared}, ${value}`, 'two fields differ');
      declared = value;
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      chunked = true;
    }
  }
  if (declared === undefined) return { length: undefined, chunked };
  if (!/^\d{1,15}$/.test(declared)) throw badLength(declared, 'it is not a number of bytes');
  if (chunked) throw badLength(declared, 'there is a Transfer-Encoding as well');
  return { length: Number(declared), chunked };
}

function badLength(value: string, reason: string): CgiError {
  return new CgiError('BAD_REQUEST', `Cannot accept Content-Length ${JSON.stringify(value)}: ${reason}`);
}
