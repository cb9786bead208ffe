// Works out paths that a source puts together from constants: __dirname, path.join(), strings, names declared once. Pure.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Token } from './tokens.ts';

/** Values of one file; `cwd` is the folder of the script that runs. */
export class KnownPaths {
  readonly #tokens: readonly Token[];
  readonly #file: string;
  readonly #cwd: string;
  readonly #names = new Map<string, string | undefined>();

  constructor(tokens: readonly Token[], file: string, cwd: string) {
    this.#tokens = tokens;
    this.#file = file;
    this.#cwd = cwd;
    for (let i = 0; i + 3 < tokens.length; i++) {
      const [keyword, name, sign] = tokens.slice(i, i + 3);
      if (!/^(?:const|let|var)$/.test(keyword?.text ?? '') || name?.kind !== 'name' || sign?.text !== '=') continue;
      // A name that is declared twice may be anything.
      this.#names.set(name.text, this.#names.has(name.text) ? undefined : this.#expression(tokens, i + 3).value);
    }
  }

  /** The absolute path that the expression from this token on stands for, if it can be told. */
  pathAt(i: number): string | undefined {
    const { value } = this.#expression(this.#tokens, i);
    return value === undefined || value.includes('\0') ? undefined : resolve(this.#cwd, value);
  }

  /** What the expression from this token on stands for, as it is. */
  valueAt(i: number): { readonly value: string | undefined; readonly next: number } {
    return this.#expression(this.#tokens, i);
  }

  /** `a || b` is b: what a script falls back to where nothing is configured. */
  #expression(tokens: readonly Token[], from: number): { value: string | undefined; next: number } {
    let { value, next } = this.#sum(tokens, from);
    while (['||', '??'].includes(tokens[next]?.text ?? '')) {
      const other = this.#sum(tokens, next + 1);
      value = other.value ?? value;
      next = other.next;
    }
    return { value, next };
  }

  #sum(tokens: readonly Token[], from: number): { value: string | undefined; next: number } {
    let { value, next } = this.#term(tokens, from);
    while (tokens[next]?.text === '+' && tokens[next]?.kind === 'punctuator') {
      const other = this.#term(tokens, next + 1);
      value = value === undefined || other.value === undefined ? undefined : value + other.value;
      next = other.next;
    }
    return { value, next };
  }

  #term(tokens: readonly Token[], from: number): { value: string | undefined; next: number } {
    const token = tokens[from];
    if (token?.kind === 'string') return { value: token.text, next: from + 1 };
    if (token?.kind === 'template') return this.#template(tokens, from, token);
    if (token?.text === '(') {
      const inner = this.#expression(tokens, from + 1);
      return { value: inner.value, next: inner.next + 1 };
    }
    if (token?.text === 'new' && tokens[from + 1]?.text === 'URL') return this.#url(tokens, from + 2);
    if (token?.kind !== 'name') return { value: undefined, next: from + 1 };
    // path.join(…), import.meta.dirname, process.env.X
    let next = from + 1;
    let name = token.text;
    while (tokens[next]?.text === '.' && tokens[next + 1]?.kind === 'name') {
      name += `.${tokens[next + 1]?.text}`;
      next += 2;
    }
    if (tokens[next]?.text === '(') {
      const { values, end } = this.#list(tokens, next + 1);
      return { value: this.#call(name, values), next: end };
    }
    return { value: this.#value(name), next };
  }

  #value(name: string): string | undefined {
    if (name === '__dirname' || name === 'import.meta.dirname') return dirname(this.#file);
    if (name === '__filename' || name === 'import.meta.filename') return this.#file;
    if (name === 'import.meta.url') return pathToFileURL(this.#file).href;
    return this.#names.get(name);
  }

  #call(name: string, values: ReadonlyArray<string | undefined>): string | undefined {
    if (name === 'process.cwd') return this.#cwd;
    const known = values.filter((value) => value !== undefined);
    if (known.length < values.length || known.length === 0) return undefined;
    if (/(?:^|\.)join$/.test(name)) return join(...known);
    if (/(?:^|\.)resolve$/.test(name)) return resolve(this.#cwd, ...known);
    if (/(?:^|\.)dirname$/.test(name)) return dirname(known[0] ?? '');
    if (name === 'fileURLToPath') return pathOf(URL.parse(known[0] ?? ''));
    return undefined;
  }

  #url(tokens: readonly Token[], open: number): { value: string | undefined; next: number } {
    const { values, end } = this.#list(tokens, open + 1);
    const [path, base] = values;
    const url = path === undefined || base === undefined ? null : URL.parse(path, base);
    return { value: pathOf(url), next: end };
  }

  /** Arguments up to the closing parenthesis. */
  #list(tokens: readonly Token[], from: number): { values: Array<string | undefined>; end: number } {
    const values: Array<string | undefined> = [];
    let depth = 0;
    let isStart = true;
    let i = from;
    for (; i < tokens.length; i++) {
      const text = tokens[i]?.kind === 'punctuator' ? tokens[i]?.text : '';
      if (text === ')' && depth === 0) break;
      if (isStart) {
        const { value, next } = this.#expression(tokens, i);
        // What goes on behind the part that was understood is not understood.
        values.push([',', ')'].includes(tokens[next]?.text ?? '') ? value : undefined);
        isStart = false;
      }
      if (text === '(' || text === '[' || text === '{') depth++;
      if (text === ')' || text === ']' || text === '}') depth--;
      if (text === ',' && depth === 0) isStart = true;
    }
    return { values, end: i + 1 };
  }

  #template(tokens: readonly Token[], from: number, token: Token): { value: string | undefined; next: number } {
    let value: string | undefined = '';
    let next = from + 1;
    for (const part of token.parts ?? []) {
      const text: string | undefined = typeof part === 'string' ? part : this.#expression(part, 0).value;
      value = value === undefined || text === undefined ? undefined : value + text;
      // Its tokens follow in parentheses.
      if (typeof part !== 'string') next += part.length + 2;
    }
    return { value, next: Math.min(next, tokens.length) };
  }
}

/** Not every file: URL is a path: one may name another host. */
function pathOf(url: URL | null): string | undefined {
  try {
    return url?.protocol === 'file:' ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}
