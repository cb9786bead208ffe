// Splits JavaScript or TypeScript into tokens: enough to tell code from comments, strings and regular expressions. Pure.
// https://tc39.es/ecma262/#sec-ecmascript-language-lexical-grammar

export interface Token {
  readonly kind: 'name' | 'punctuator' | 'string' | 'template' | 'number' | 'regexp';
  /** The name or punctuator; of a string its value, where it has no escapes beyond the simple ones. */
  readonly text: string;
  readonly line: number;
  /** Of a template: texts and the tokens of its substitutions in turn. They follow it in the list as well, in parentheses. */
  readonly parts?: ReadonlyArray<string | readonly Token[]>;
}

const SKIP = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NAME = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?)/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const PUNCTUATOR = /\?\.(?!\d)|\?\?=?|=>|\.\.\.|\|\|=?|&&=?|[=!]=?=?|[-+*/%&|^<>]=?|[{}()[\];,~?:.]/y;
/** After these a slash begins a regular expression, though they look like the end of a value. */
const BEFORE_REGEXP = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof'.split(' '),
);

/** The tokens of a text. What cannot be read is passed over: the script's own engine says what is wrong with it. */
export function tokenize(text: string): Token[] {
  const source = text.replace(/^\ufeff/, '').replace(/^#!/, '//');
  return new Tokenizer(source).read(0, false).tokens;
}

class Tokenizer {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #counted = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads to the end of the text or, within a template, of the substitution. */
  read(from: number, inTemplate: boolean): { readonly tokens: Token[]; readonly end: number } {
    this.#at = from;
    const tokens: Token[] = [];
    let depth = 0;
    while (this.#at < this.#text.length) {
      if (this.#take(SKIP) !== undefined) continue;
      const char = this.#text[this.#at] ?? '';
      if (inTemplate && char === '}' && depth === 0) break;
      if (char === '{') depth++;
      if (char === '}') depth--;
      if (char === '`') tokens.push(...this.#template());
      else {
        const token = this.#next(char, tokens.at(-1));
        if (token === undefined) this.#at++;
        else tokens.push(token);
      }
    }
    return { tokens, end: this.#at };
  }

  #next(char: string, previous: Token | undefined): Token | undefined {
    const line = this.#lineNow();
    const make = (kind: Token['kind'], text: string | undefined) =>
      text === undefined ? undefined : { kind, text, line };
    if (char === '"' || char === "'") return make('string', unquote(this.#take(STRING)));
    if (char === '/' && mayBeginRegexp(previous)) {
      const token = make('regexp', this.#take(REGEXP));
      if (token !== undefined) return token;
    }
    if (/[\d]/.test(char)) return make('number', this.#take(NUMBER));
    return make('name', this.#take(NAME)) ?? make('punctuator', this.#take(PUNCTUATOR));
  }

  #template(): Token[] {
    const line = this.#lineNow();
    const parts: Array<string | Token[]> = [];
    const inner: Token[] = [];
    let text = '';
    this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '`') {
      if (this.#text[this.#at] === '\\') {
        text += this.#text[this.#at + 1] ?? '';
        this.#at += 2;
      } else if (this.#text.startsWith('${', this.#at)) {
        const { tokens } = this.read(this.#at + 2, true);
        parts.push(text, tokens);
        inner.push({ kind: 'punctuator', text: '(', line }, ...tokens, { kind: 'punctuator', text: ')', line });
        text = '';
        this.#at++;
      } else text += this.#text[this.#at++];
    }
    this.#at++;
    parts.push(text);
    return [{ kind: 'template', text: parts.length === 1 ? text : '', line, parts }, ...inner];
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #lineNow(): number {
    for (; this.#counted < this.#at; this.#counted++) if (this.#text[this.#counted] === '\n') this.#line++;
    return this.#line;
  }
}

function mayBeginRegexp(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === 'punctuator') return ![')', ']', '}'].includes(previous.text);
  return previous.kind === 'name' && BEFORE_REGEXP.has(previous.text);
}

function unquote(text: string | undefined): string | undefined {
  return text?.slice(1, -1).replace(/\\([\s\S])/g, (_match, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}
