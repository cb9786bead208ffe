// The tokens of a URL pattern. Pure. Inside the context. https://urlpattern.spec.whatwg.org/#tokenizing
import { codedError } from '../errors.ts';

export type TokenType =
  | 'open'
  | 'close'
  | 'regexp'
  | 'name'
  | 'char'
  | 'escaped'
  | 'modifier'
  | 'asterisk'
  | 'end'
  | 'invalid';
export interface Token {
  readonly type: TokenType;
  /** Where it begins in the input. */
  readonly index: number;
  readonly value: string;
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const SINGLE: Readonly<Record<string, TokenType>> = {
  '*': 'asterisk',
  '+': 'modifier',
  '?': 'modifier',
  '{': 'open',
  '}': 'close',
};

export function patternError(): Error {
  return codedError('TypeError', 'ERR_INVALID_URL_PATTERN', 'Failed to construct URLPattern');
}

/** `lenient`: what is malformed becomes a token of its own, for the parser of whole URLs. */
export function tokenize(input: string, lenient: boolean): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (type: TokenType, length: number, value: string): void => {
    tokens.push({ type, index: at, value });
    at += length;
  };
  const fail = (length: number): void => {
    if (!lenient) throw patternError();
    push('invalid', length, input.slice(at, at + length));
  };
  while (at < input.length) {
    const character = String.fromCodePoint(input.codePointAt(at) as number); // at is below the length
    const single = SINGLE[character];
    if (single !== undefined) push(single, 1, character);
    else if (character === '\\') {
      if (at === input.length - 1) fail(1);
      else {
        const escaped = String.fromCodePoint(input.codePointAt(at + 1) as number); // as above
        push('escaped', 1 + escaped.length, escaped);
      }
    } else if (character === ':') {
      NAME.lastIndex = at + 1;
      const name = NAME.exec(input)?.[0];
      if (name === undefined) fail(1);
      else push('name', 1 + name.length, name);
    } else if (character === '(') {
      const end = regexpEnd(input, at + 1);
      if (end < 0) fail(1);
      else push('regexp', end - at, input.slice(at + 1, end - 1));
    } else push('char', character.length, character);
  }
  tokens.push({ type: 'end', index: input.length, value: '' });
  return tokens;
}

/** Behind the parenthesis that closes the expression which begins at `start`; -1 when there is none, or it is not allowed here. */
function regexpEnd(input: string, start: number): number {
  let depth = 1;
  for (let at = start; at < input.length; at++) {
    const character = input[at] as string; // at is below the length
    if (character > '\x7f' || (at === start && character === '?')) return -1;
    if (character === '\\') {
      at++;
      if (at >= input.length || (input[at] as string) > '\x7f') return -1;
    } else if (character === ')') {
      if (--depth === 0) return at === start ? -1 : at + 1;
    } else if (character === '(') {
      depth++;
      if (input[at + 1] !== '?') return -1;
    }
  }
  return -1;
}
