// The modules that a source asks for, and the names that it gives to them and to their members. Pure.
import { findTried, textOf } from './scopes.ts';
import type { Token } from './tokens.ts';

/** A module that is asked for. */
export interface ModuleUse {
  readonly specifier: string;
  readonly line: number;
  /** In a try block: the script may do without it. */
  readonly isTried?: boolean;
}

/** A member of a module that is used, or the module itself, called. */
export interface MemberUse {
  readonly specifier: string;
  readonly line: number;
  readonly member: string;
  /** Position of the token behind the member's name. */
  readonly next: number;
}

/** What the expression from a token on stands for, if it is put together from constants, and the token behind it. */
export type ValueOf = (from: number) => { readonly value: string | undefined; readonly next: number };

/** What a name of the source stands for: a module, or one of its members. */
export interface Binding {
  readonly specifier: string;
  readonly member: string | undefined;
}

const NOTHING = { value: undefined, next: -1 };

/** Filled as the asking places of a source are taken one after the other. */
export class Bindings {
  readonly modules: ModuleUse[] = [];
  /** Named where their module is asked for, or in braces behind its name. */
  readonly members: MemberUse[] = [];
  /** Lines where a module is asked for by a name that is made at run time. */
  readonly unknown: number[] = [];
  readonly names = new Map<string, Binding>();
  readonly #tokens: readonly Token[];
  readonly #tried: ReadonlySet<number>;
  readonly #constantAt: ValueOf | undefined;

  constructor(tokens: readonly Token[], constantAt: ValueOf | undefined) {
    this.#tokens = tokens;
    this.#tried = findTried(tokens);
    this.#constantAt = constantAt;
  }

  /** Names between braces that end before `end`: `{ a, b: c }` or `{ a, b as c }`. */
  bindBraces(end: number, specifier: string): void {
    let i = end;
    while (i > 0 && this.#text(i) !== '{') i--;
    for (i++; i < end; i++) {
      if (this.#tokens[i]?.kind !== 'name' || !['{', ','].includes(this.#text(i - 1))) continue;
      const member = this.#text(i);
      if (member === 'type') continue;
      const renamed = [':', 'as'].includes(this.#text(i + 1)) ? this.#text(i + 2) : member;
      this.names.set(renamed, { specifier, member });
      this.members.push({ specifier, member, line: this.#tokens[i]?.line ?? 0, next: this.#tokens.length });
    }
  }

  /** `name =` or `{ names } =` that ends at `i`. */
  #bindBefore(i: number, specifier: string): void {
    if (this.#text(i) !== '=') return;
    if (this.#text(i - 1) === '}') this.bindBraces(i - 1, specifier);
    else if (this.#tokens[i - 1]?.kind === 'name') this.names.set(this.#text(i - 1), { specifier, member: undefined });
  }

  /** `require(…)`, `import(…)` or `process.getBuiltinModule(…)`, the name at `i`, the expression beginning at `start`. */
  takeRequire(i: number, start = i): void {
    const line = this.#tokens[i]?.line ?? 0;
    const isText = this.#tokens[i + 2]?.kind === 'string';
    const { value, next } = isText
      ? { value: this.#tokens[i + 2]?.text, next: i + 3 }
      : (this.#constantAt?.(i + 2) ?? NOTHING);
    if (value === undefined || (this.#text(next) !== ')' && this.#text(next) !== ',')) {
      if (this.#text(i + 2) !== ')') this.unknown.push(line);
      return;
    }
    const specifier = value;
    let end = next;
    while (end < this.#tokens.length && this.#text(end) !== ')') end++;
    this.modules.push({ specifier, line, isTried: this.#tried.has(i) });
    const isMember = ['.', '?.'].includes(this.#text(end + 1));
    if (isMember && this.#text(end + 2) === 'then' && this.#text(i) === 'import')
      return this.#bindParameter(end + 4, specifier);
    if (isMember) this.members.push({ specifier, member: this.#text(end + 2), line, next: end + 3 });
    const at = this.#text(start - 1) === 'await' ? start - 2 : start - 1;
    if (!isMember) this.#bindBefore(at, specifier);
    else if (
      this.#text(start - 1) === '=' &&
      this.#tokens[start - 2]?.kind === 'name' &&
      !['(', '.'].includes(this.#text(end + 3))
    ) {
      this.names.set(this.#text(start - 2), { specifier, member: this.#text(end + 2) });
    } else if (this.#text(end + 2) === 'promises') this.#bindBefore(start - 1, `${specifier}/promises`);
  }

  /** `.then((cp) => …)` or `.then(({ exec }) => …)`. */
  #bindParameter(from: number, specifier: string): void {
    let i = from;
    while (['(', 'async'].includes(this.#text(i))) i++;
    if (this.#tokens[i]?.kind === 'name') this.names.set(this.#text(i), { specifier, member: undefined });
    if (this.#text(i) !== '{') return;
    while (i < this.#tokens.length && this.#text(i) !== '}') i++;
    this.bindBraces(i, specifier);
  }

  /** `import …` or `export … from` at `i`. */
  takeImport(i: number): void {
    if (this.#text(i + 1) === '(') return this.takeRequire(i);
    if (['.', '('].includes(this.#text(i + 1)) || this.#text(i + 1) === 'type') return;
    let end = i + 1;
    while (end < this.#tokens.length && this.#tokens[end]?.kind !== 'string' && this.#text(end) !== ';') end++;
    const specifier = this.#tokens[end]?.kind === 'string' ? (this.#tokens[end]?.text ?? '') : undefined;
    if (specifier === undefined) return;
    this.modules.push({ specifier, line: this.#tokens[i]?.line ?? 0 });
    for (let at = i + 1; at < end - 1; at++) {
      if (this.#text(at) === '}') this.bindBraces(at, specifier);
      if (this.#text(at) === 'as' && this.#text(at - 1) === '*')
        this.names.set(this.#text(at + 1), { specifier, member: undefined });
    }
    if (this.#text(i) === 'import' && this.#tokens[i + 1]?.kind === 'name')
      this.names.set(this.#text(i + 1), { specifier, member: undefined });
  }

  #text(i: number): string {
    return textOf(this.#tokens, i);
  }
}
