// Cuts a pattern that is a whole URL into its components. Inside the context. https://urlpattern.spec.whatwg.org/#constructor-string-parsing
import { matchesSpecial, toProtocol } from './canonical.ts';
import { compile } from './component.ts';
import type { PatternInit, PatternPart } from './init.ts';
import { type Token, tokenize } from './tokens.ts';

type State = 'init' | 'authority' | 'done' | PatternPart;

const BEFORE_HOST: readonly State[] = ['protocol', 'authority', 'username', 'password'];
const BEFORE_PATH: readonly State[] = [...BEFORE_HOST, 'hostname', 'port'];
const BEFORE_SEARCH: readonly State[] = [...BEFORE_PATH, 'pathname'];

export function parseConstructorString(input: string): PatternInit {
  return new ConstructorStringParser(input).parse();
}

class ConstructorStringParser {
  readonly #input: string;
  readonly #tokens: readonly Token[];
  readonly #result: PatternInit = {};
  #state: State = 'init';
  #at = 0;
  /** Where the component begins. */
  #start = 0;
  #step = 1;
  #depth = 0;
  #brackets = 0;
  #special = false;

  constructor(input: string) {
    this.#input = input;
    this.#tokens = tokenize(input, true);
  }

  parse(): PatternInit {
    for (; this.#at < this.#tokens.length && this.#state !== 'done'; this.#at += this.#step) {
      this.#step = 1;
      const { type } = this.#token(this.#at);
      if (type === 'end') this.#end();
      else if (type === 'open') this.#depth++;
      else if (this.#depth > 0 && type !== 'close') continue;
      else {
        if (this.#depth > 0) this.#depth--;
        this.#look();
      }
    }
    if (this.#result.hostname !== undefined) this.#result.port ??= '';
    return this.#result;
  }

  #token(index: number): Token {
    return this.#tokens[Math.min(index, this.#tokens.length - 1)] as Token; // there is one: the end
  }

  #end(): void {
    if (this.#state === 'init') {
      this.#rewind();
      if (this.#is('#')) this.#change('hash', 1);
      else if (this.#isSearch()) this.#change('search', 1);
      else this.#change('pathname', 0);
    } else if (this.#state === 'authority') this.#rewind('hostname');
    else this.#change('done', 0);
  }

  #look(): void {
    switch (this.#state) {
      case 'init':
        if (this.#is(':')) this.#rewind('protocol');
        return;
      case 'protocol':
        if (this.#is(':')) this.#endProtocol();
        return;
      case 'authority':
        if (this.#is('@')) this.#rewind('username');
        else if (this.#is('/') || this.#isSearch() || this.#is('#')) this.#rewind('hostname');
        return;
      case 'username':
        if (this.#is(':')) this.#change('password', 1);
        else if (this.#is('@')) this.#change('hostname', 1);
        return;
      case 'password':
        if (this.#is('@')) this.#change('hostname', 1);
        return;
      case 'hostname':
        if (this.#is('[')) this.#brackets++;
        else if (this.#is(']')) this.#brackets--;
        else if (this.#is(':') && this.#brackets === 0) this.#change('port', 1);
        else this.#lookBehindHost();
        return;
      case 'port':
        this.#lookBehindHost();
        return;
      case 'pathname':
        if (this.#isSearch()) this.#change('search', 1);
        else if (this.#is('#')) this.#change('hash', 1);
        return;
      case 'search':
        if (this.#is('#')) this.#change('hash', 1);
    }
  }

  #lookBehindHost(): void {
    if (this.#is('/')) this.#change('pathname', 0);
    else if (this.#isSearch()) this.#change('search', 1);
    else if (this.#is('#')) this.#change('hash', 1);
  }

  #endProtocol(): void {
    const protocol = compile(this.#component(), { delimiter: '', prefix: '' }, toProtocol);
    this.#special = matchesSpecial(protocol.expression);
    if (this.#is('/', this.#at + 1) && this.#is('/', this.#at + 2)) this.#change('authority', 3);
    else this.#change(this.#special ? 'authority' : 'pathname', 1);
  }

  /** Literal, not part of the syntax of patterns. */
  #is(character: string, index = this.#at): boolean {
    const { type, value } = this.#token(index);
    return value === character && (type === 'char' || type === 'escaped' || type === 'invalid');
  }

  #isSearch(): boolean {
    if (this.#is('?')) return true;
    if (this.#token(this.#at).value !== '?') return false;
    if (this.#at === 0) return true;
    // Behind a group it is a modifier.
    return !['name', 'regexp', 'close', 'asterisk'].includes(this.#token(this.#at - 1).type);
  }

  #component(): string {
    return this.#input.slice(this.#token(this.#start).index, this.#token(this.#at).index);
  }

  #rewind(state?: State): void {
    this.#at = this.#start;
    this.#step = 0;
    if (state !== undefined) this.#state = state;
  }

  #change(state: State, skip: number): void {
    const from = this.#state;
    const result = this.#result;
    if (from !== 'init' && from !== 'authority' && from !== 'done') result[from] = this.#component();
    if (from !== 'init' && state !== 'done') {
      if (BEFORE_HOST.includes(from) && ['port', 'pathname', 'search', 'hash'].includes(state)) result.hostname ??= '';
      if (BEFORE_PATH.includes(from) && ['search', 'hash'].includes(state))
        result.pathname ??= this.#special ? '/' : '';
      if (BEFORE_SEARCH.includes(from) && state === 'hash') result.search ??= '';
    }
    this.#state = state;
    this.#at += skip;
    this.#start = this.#at;
    this.#step = 0;
  }
}
