// The parts a pattern is made of. Pure. Inside the context. https://urlpattern.spec.whatwg.org/#parse-a-pattern-string
import { patternError, type Token, type TokenType, tokenize } from './tokens.ts';

export type Modifier = '' | '?' | '*' | '+';
export interface Part {
  readonly type: 'text' | 'regexp' | 'segment' | 'wildcard';
  readonly value: string;
  readonly modifier: Modifier;
  readonly name: string | number;
  readonly prefix: string;
  readonly suffix: string;
}
/** What separates the groups of this component, and what may stand before a group as its own. */
export interface Separators {
  readonly delimiter: string;
  readonly prefix: string;
}
/** Brings literal text into the form that URLs have it in. */
export type Canonicalize = (text: string) => string;

export const FULL_WILDCARD = '.*';

export function escapeRegexp(text: string): string {
  return text.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
}

export function segmentWildcard({ delimiter }: Separators): string {
  return delimiter === '' ? '.+?' : `[^${escapeRegexp(delimiter)}]+?`;
}

export function parseParts(input: string, separators: Separators, canonicalize: Canonicalize): Part[] {
  return new PartParser(input, separators, canonicalize).parse();
}

class PartParser {
  readonly #tokens: readonly Token[];
  readonly #separators: Separators;
  readonly #canonicalize: Canonicalize;
  readonly #parts: Part[] = [];
  readonly #names = new Set<string | number>();
  #at = 0;
  #numbers = 0;
  /** Literal text that no part has yet. */
  #text = '';

  constructor(input: string, separators: Separators, canonicalize: Canonicalize) {
    this.#tokens = tokenize(input, false);
    this.#separators = separators;
    this.#canonicalize = canonicalize;
  }

  parse(): Part[] {
    while (this.#at < this.#tokens.length) this.#step();
    return this.#parts;
  }

  #step(): void {
    const character = this.#take('char');
    const name = this.#take('name');
    const expression = this.#takeExpression(name);
    if (name !== undefined || expression !== undefined) {
      let prefix = character?.value ?? '';
      if (prefix !== '' && prefix !== this.#separators.prefix) {
        this.#text += prefix;
        prefix = '';
      }
      this.#flushText();
      this.#add(prefix, name, expression, '', this.#takeModifier());
      return;
    }
    const literal = character ?? this.#take('escaped');
    if (literal !== undefined) {
      this.#text += literal.value;
      return;
    }
    if (this.#take('open') !== undefined) {
      const prefix = this.#takeText();
      const groupName = this.#take('name');
      const groupExpression = this.#takeExpression(groupName);
      const suffix = this.#takeText();
      if (this.#take('close') === undefined) throw patternError();
      this.#add(prefix, groupName, groupExpression, suffix, this.#takeModifier());
      return;
    }
    this.#flushText();
    if (this.#take('end') === undefined) throw patternError();
  }

  #take(type: TokenType): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== type) return undefined;
    this.#at++;
    return token;
  }

  #takeExpression(name: Token | undefined): Token | undefined {
    return this.#take('regexp') ?? (name === undefined ? this.#take('asterisk') : undefined);
  }

  #takeModifier(): Modifier {
    return ((this.#take('modifier') ?? this.#take('asterisk'))?.value ?? '') as Modifier; // these tokens are nothing else
  }

  #takeText(): string {
    let text = '';
    for (;;) {
      const token = this.#take('char') ?? this.#take('escaped');
      if (token === undefined) return text;
      text += token.value;
    }
  }

  #flushText(): void {
    if (this.#text === '') return;
    this.#parts.push(textPart(this.#canonicalize(this.#text), ''));
    this.#text = '';
  }

  #add(
    prefix: string,
    name: Token | undefined,
    expression: Token | undefined,
    suffix: string,
    modifier: Modifier,
  ): void {
    if (name === undefined && expression === undefined) {
      if (modifier === '') {
        this.#text += prefix;
        return;
      }
      this.#flushText();
      if (prefix !== '') this.#parts.push(textPart(this.#canonicalize(prefix), modifier));
      return;
    }
    this.#flushText();
    const segment = segmentWildcard(this.#separators);
    const given =
      expression === undefined ? segment : expression.type === 'asterisk' ? FULL_WILDCARD : expression.value;
    const type = given === segment ? 'segment' : given === FULL_WILDCARD ? 'wildcard' : 'regexp';
    const label = name?.value ?? this.#numbers++;
    if (this.#names.has(label)) throw patternError();
    this.#names.add(label);
    this.#parts.push({
      type,
      value: type === 'regexp' ? given : '',
      modifier,
      name: label,
      prefix: this.#canonicalize(prefix),
      suffix: this.#canonicalize(suffix),
    });
  }
}

function textPart(value: string, modifier: Modifier): Part {
  return { type: 'text', value, modifier, name: '', prefix: '', suffix: '' };
}
