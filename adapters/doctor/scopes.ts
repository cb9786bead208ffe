// What names a source declares anywhere, and which of its parts stand in a try block: without scopes, which is enough to be careful. Pure.
import type { Token } from './tokens.ts';

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };
const BINDS = new Set(['const', 'let', 'var', 'function', 'class', 'import']);

/** Names that a declaration, a parameter or a catch clause gives. */
export function declaredNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  const ends = findEnds(tokens);
  const text = (i: number) => textOf(tokens, i);
  const takePattern = (from: number, to: number) => {
    for (let i = from; i <= to; i++) {
      const isDefault = text(i - 1) === '=';
      if (tokens[i]?.kind === 'name' && text(i + 1) !== ':' && !isDefault && text(i - 1) !== '.') names.add(text(i));
    }
  };
  for (let i = 0; i < tokens.length; i++) {
    if (BINDS.has(text(i)) && !['.', '?.'].includes(text(i - 1))) {
      const next = text(i + 1) === '*' ? i + 2 : i + 1;
      const end = ends.get(next);
      if (end !== undefined && text(next) !== '(') takePattern(next, end);
      else if (tokens[next]?.kind === 'name') names.add(text(next));
    }
    const end = ends.get(i);
    if (text(i) === '(' && end !== undefined) {
      const isParameters = text(end + 1) === '=>' || text(i - 1) === 'catch' || isFunction(tokens, i);
      if (isParameters) takePattern(i, end);
    }
    if (text(i + 1) === '=>' && tokens[i]?.kind === 'name') names.add(text(i));
  }
  return names;
}

/** `function (`, `function name(` or a method. */
function isFunction(tokens: readonly Token[], open: number): boolean {
  const text = (i: number) => textOf(tokens, i);
  return text(open - 1) === 'function' || text(open - 2) === 'function' || isMethod(tokens, open - 1);
}

const NO_METHOD = new Set(['if', 'for', 'while', 'switch', 'with', 'catch', 'function']);

/** Whether the name at this place is that of a method being defined: `{ fetch() {} }`. */
export function isMethod(tokens: readonly Token[], i: number): boolean {
  if (tokens[i]?.kind !== 'name' || textOf(tokens, i + 1) !== '(' || NO_METHOD.has(textOf(tokens, i))) return false;
  if (!['{', ',', ';', '}', '*', 'async', 'get', 'set', 'static', ''].includes(textOf(tokens, i - 1))) return false;
  const end = endOf(tokens, i + 1);
  return end !== undefined && textOf(tokens, end + 1) === '{';
}

/** Positions of the tokens inside of try blocks. */
export function findTried(tokens: readonly Token[]): ReadonlySet<number> {
  const tried = new Set<number>();
  for (let i = 0; i < tokens.length; i++) {
    if (textOf(tokens, i) !== 'try' || textOf(tokens, i + 1) !== '{') continue;
    const end = endOf(tokens, i + 1) ?? tokens.length;
    for (let inside = i + 2; inside < end; inside++) tried.add(inside);
  }
  return tried;
}

/** Opening bracket → closing one. */
function findEnds(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const text = textOf(tokens, i);
    if (PAIRS[text] !== undefined) open.push(i);
    else if ([')', '}', ']'].includes(text)) {
      const start = open.pop();
      if (start !== undefined) ends.set(start, i);
    }
  }
  return ends;
}

function endOf(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const text = textOf(tokens, i);
    if (PAIRS[text] !== undefined) depth++;
    else if ([')', '}', ']'].includes(text) && --depth === 0) return i;
  }
  return undefined;
}

/** A string is not what it says. */
export function textOf(tokens: readonly Token[], i: number): string {
  return tokens[i]?.kind === 'string' ? '' : (tokens[i]?.text ?? '');
}
