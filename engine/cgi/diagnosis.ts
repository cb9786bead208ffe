// Says in a log what is wrong with a script's output and what probably caused it. Parent process.
import type { LineDefect } from './header-line.ts';

const SHOWN_BYTES = 80;

const CAUSES: Readonly<Record<LineDefect, string>> = {
  folded: 'starts with white space: folded header lines are not accepted',
  'no-colon': 'has no colon: is the blank line before the body missing?',
  'empty-name': 'has no field name before its colon',
  'space-in-name': 'has white space in its field name',
  'bad-name': 'has a character in its field name that is not allowed there',
  control: 'holds a control character',
  unsafe: 'holds a NUL or a bare carriage return: was a value with a line break written into a header?',
};

/** A line of output for a log: the first 80 bytes, everything but printable ASCII escaped. */
export function showBytes(line: string): string {
  const shown = line.slice(0, SHOWN_BYTES).replace(/[^ -~]|["\\]/g, escapeByte);
  return line.length > SHOWN_BYTES ? `"${shown}"… (${line.length} bytes)` : `"${shown}"`;
}

/** The sentence about a malformed line: which, what it says, and the likely cause. */
export function describeDefect(line: string, lineNumber: number, defect: LineDefect): string {
  return `line ${lineNumber} ${showBytes(line)} ${likelyCause(line, lineNumber, defect)}`;
}

function likelyCause(line: string, lineNumber: number, defect: LineDefect): string {
  if (line.startsWith('\xEF\xBB\xBF'))
    return 'starts with a byte order mark: is the script or a template saved with one?';
  if (lineNumber > 1 || defect === 'unsafe' || defect === 'empty-name') return CAUSES[defect];
  if (line.startsWith('<')) return 'is markup: the body came before the header block, or without one';
  if (defect === 'space-in-name' && /^[^\s:]+\s+:/.test(line)) return CAUSES[defect];
  return 'is no header field: text before the header block: did a console.log run first?';
}

function escapeByte(char: string): string {
  if (char === '\r') return '\\r';
  if (char === '\n') return '\\n';
  if (char === '\t') return '\\t';
  if (char === '"' || char === '\\') return `\\${char}`;
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
