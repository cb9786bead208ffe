// Text between the wire and the environment: header values and targets arrive as latin1 strings, one char per byte, and a
// process.env of node shows such bytes as UTF-8. Parent process; RFC 3875 4.1.18.
import { CgiError } from '../errors.ts';

/**
 * Reads a latin1 string from the wire as UTF-8, broken sequences as U+FFFD. `subject` names it in the error.
 * @throws CgiError BAD_REQUEST when it holds NUL, CR or LF.
 */
export function decodeWireText(value: string, subject: string): string {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return decodeRare(value, subject);
  }
  return value;
}

/**
 * Passes text that is already Unicode.
 * @throws CgiError BAD_REQUEST when it holds NUL, CR or LF.
 */
export function checkText(value: string, subject: string): string {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20) refuseControl(code, subject);
  }
  return value;
}

function decodeRare(value: string, subject: string): string {
  let top = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20) refuseControl(code, subject);
    if (code > top) top = code;
  }
  // Above a byte it never was on a wire: a caller passed Unicode.
  if (top > 0xff) return value.toWellFormed();
  return top < 0x80 ? value : Buffer.from(value, 'latin1').toString('utf8');
}

function refuseControl(code: number, subject: string): void {
  // Values travel to the worker joined by NUL; CR and LF have no business in any of them.
  if (code === 0 || code === 10 || code === 13) {
    throw new CgiError('BAD_REQUEST', `Cannot accept ${subject}: it holds a control character, code ${code}`);
  }
}
