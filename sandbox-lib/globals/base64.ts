// atob and btoa. Inside the context. https://html.spec.whatwg.org/multipage/webappapis.html#atob
import { encodeText, sliceText } from '../internal/encodings/codec.ts';
import { nodeError } from '../internal/errors.ts';
import { DOMException } from './dom-exception.ts';

/** Base64 to text of one unit per byte. White space is skipped, padding may be missing. */
export function atob(input: string): string {
  // biome-ignore lint/complexity/noArguments: atob(undefined) decodes 'undefined', atob() is an error
  if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'input');
  const text = `${input}`.replace(/[\t\n\f\r ]+/g, '');
  const digits = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
  if (/[^A-Za-z0-9+/]/.test(digits)) throw new DOMException('Invalid character', 'InvalidCharacterError');
  if (digits.length % 4 === 1) {
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
  const bytes = encodeText(digits, 'base64');
  return sliceText(bytes, 'latin1', 0, bytes.length);
}

/** Text of units below 256 to base64. */
export function btoa(input: string): string {
  // biome-ignore lint/complexity/noArguments: as above
  if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'input');
  const text = `${input}`;
  if (/[^\0-\xff]/.test(text)) throw new DOMException('Invalid character', 'InvalidCharacterError');
  const bytes = encodeText(text, 'latin1');
  return sliceText(bytes, 'base64', 0, bytes.length);
}
