// The source text of a failed assert(…) call, for its message. Inside the context.
import type { Method } from './assert-fail.ts';
import { captureFrames } from './call-sites.ts';
import { host } from './host.ts';

/** What may stand before the name of the called function, a step at a time: `assert.`, `['ok'].`, and `assert` before `['ok']`. */
const OBJECT = /(?:[\p{ID_Continue}$]+|\[[^[\]]*\])\s*\??\.\s*$/u;
const INDEXED = /(?:[\p{ID_Continue}$]+|\[[^[\]]*\])$/u;
/** Nobody writes longer ones. */
const MAX_STEPS = 20;
const MAX_STEP = 200;
/** Texts and comments, which may hold any bracket. */
const SKIPPED = /(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*.*?\*\/|\/\/.*)/y;
/** A slash after one of these, or at the beginning, opens a regular expression. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\breturn|\btypeof)\s*$/;
const EXPRESSION = /\/(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/\w*/y;

/** `The expression evaluated to a falsy value: …`, or undefined where the source cannot be had. */
export function describeCall(above: Method): string | undefined {
  const [frame] = captureFrames(above, 1);
  const file = frame?.getScriptNameOrSourceURL();
  const line = frame?.getLineNumber();
  const column = frame?.getColumnNumber();
  if (!file || !line || !column) return undefined;
  const source = host('fsReadFile', pathOf(file), 0, true);
  if (typeof source !== 'string') return undefined;
  const text = source.split(/\r?\n|[\u2028\u2029]/, line)[line - 1];
  if (text === undefined || column > text.length) return undefined;
  const call = callAt(text, column - 1).replace(
    /[\x00-\x08\x0b\x0c\x0e-\x1f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `The expression evaluated to a falsy value:\n\n  ${call}\n`;
}

/** A module's frame has its URL, on Windows with a slash before the drive. */
function pathOf(file: string): string {
  const url = /^file:\/\/(?:\/(?=[A-Za-z]:))?(.*)$/s.exec(file);
  return url === null ? file : decodeURIComponent(url[1] ?? '');
}

/** The call whose function stands at this place of the line: to its closing parenthesis, or to the end of the line. */
function callAt(line: string, column: number): string {
  const start = chainStart(line, column);
  let depth = 0;
  let inCall = false;
  for (let at = column; at < line.length; at++) {
    const character = line.charAt(at);
    const skipped = skipFrom(line, start, at);
    if (skipped > at) at = skipped - 1;
    else if (character === '(' || character === '[' || character === '{') {
      if (depth === 0 && character === '(') inCall = true;
      depth++;
    } else if (character === ')' || character === ']' || character === '}') {
      depth--;
      if (depth <= 0 && inCall) return line.slice(start, at + 1);
    }
  }
  return line.slice(start);
}

function chainStart(line: string, column: number): number {
  let start = column;
  for (let step = 0; step < MAX_STEPS; step++) {
    const from = Math.max(0, start - MAX_STEP);
    const match = (line[start] === '[' ? INDEXED : OBJECT).exec(line.slice(from, start));
    if (match === null) break;
    start = from + match.index;
  }
  return start;
}

/** Where the text, comment or regular expression that begins here ends; the same place if none does. */
function skipFrom(line: string, start: number, at: number): number {
  SKIPPED.lastIndex = at;
  if (SKIPPED.test(line)) return SKIPPED.lastIndex;
  if (line[at] !== '/' || !BEFORE_EXPRESSION.test(line.slice(start, at))) return at;
  EXPRESSION.lastIndex = at;
  return EXPRESSION.test(line) ? EXPRESSION.lastIndex : at;
}
