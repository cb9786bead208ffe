// One line of a script's header block. Parent process; RFC 3875 6.3, RFC 9110 5.
import type { HeaderPairs } from '../types.ts';

/** What is wrong with a line. 'unsafe' holds NUL or a bare CR: never skipped, it may be an attack on the client. */
export type LineDefect = 'folded' | 'no-colon' | 'empty-name' | 'space-in-name' | 'bad-name' | 'control' | 'unsafe';

/** Reads 'Name: value' without its line end (latin1), or says what is wrong with it. */
export function parseHeaderLine(line: string): HeaderPairs[number] | LineDefect {
  const first = line.charCodeAt(0);
  if (first === 0x20 || first === 0x09) return 'folded';
  const colon = line.indexOf(':');
  if (colon < 0) return 'no-colon';
  if (colon === 0) return 'empty-name';
  for (let i = 0; i < colon; i++) {
    if (!isTokenChar(line.charCodeAt(i))) return nameDefect(line.charCodeAt(i));
  }
  let start = colon + 1;
  let end = line.length;
  while (start < end && isBlank(line.charCodeAt(start))) start++;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end--;
  for (let i = start; i < end; i++) {
    const code = line.charCodeAt(i);
    if (code < 0x20 && code !== 0x09) return code === 0 || code === 0x0d ? 'unsafe' : 'control';
    if (code === 0x7f) return 'control';
  }
  return [line.slice(0, colon), line.slice(start, end)];
}

function nameDefect(code: number): LineDefect {
  if (isBlank(code)) return 'space-in-name';
  if (code === 0 || code === 0x0d) return 'unsafe';
  return code < 0x20 || code === 0x7f ? 'control' : 'bad-name';
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isTokenChar(code: number): boolean {
  const letter = code | 0x20;
  if ((letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d) return true;
  return code < 0x80 && code > 0x20 && "!#$%&'*+.^_`|~".includes(String.fromCharCode(code));
}
