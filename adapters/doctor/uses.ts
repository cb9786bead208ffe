// Which modules a source asks for, and which of their members it uses. Pure. It follows plain names (`const fs = require('fs')`,
// `import { exec } from 'child_process'`); a module that is handed around as a value is seen where it is asked for only.
import { declaredNames, findTried, isMethod } from './scopes.ts';
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

export interface Uses {
  readonly modules: readonly ModuleUse[];
  readonly members: readonly MemberUse[];
  /** Names that are used and declared nowhere in the source. */
  readonly free: ReadonlyMap<string, number>;
  /** Names that the source asks `typeof` about. */
  readonly asked: ReadonlySet<string>;
  /** Lines where a module is asked for by a name that is made at run time. */
  readonly unknown: readonly number[];
}

/** What the expression from a token on stands for, if it is put together from constants, and the token behind it. */
export type ValueOf = (from: number) => { readonly value: string | undefined; readonly next: number };

/** What a name of the source stands for: a module, or one of its members. */
interface Binding {
  readonly specifier: string;
  readonly member: string | undefined;
}

export function findUses(tokens: readonly Token[], constantAt?: ValueOf): Uses {
  const modules: ModuleUse[] = [];
  const members: MemberUse[] = [];
  const unknown: number[] = [];
  const bindings = new Map<string, Binding>();
  const tried = findTried(tokens);
  const text = (i: number) => (tokens[i]?.kind === 'string' ? '' : (tokens[i]?.text ?? ''));

  /** Names between braces that end before `end`: `{ a, b: c }` or `{ a, b as c }`. */
  function bindBraces(end: number, specifier: string): void {
    let i = end;
    while (i > 0 && text(i) !== '{') i--;
    for (i++; i < end; i++) {
      if (tokens[i]?.kind !== 'name' || !['{', ','].includes(text(i - 1))) continue;
      const member = text(i);
      if (member === 'type') continue;
      const renamed = [':', 'as'].includes(text(i + 1)) ? text(i + 2) : member;
      bindings.set(renamed, { specifier, member });
      members.push({ specifier, member, line: tokens[i]?.line ?? 0, next: tokens.length });
    }
  }

  function bindBefore(i: number, specifier: string): void {
    if (text(i) !== '=') return;
    if (text(i - 1) === '}') bindBraces(i - 1, specifier);
    else if (tokens[i - 1]?.kind === 'name') bindings.set(text(i - 1), { specifier, member: undefined });
  }

  /** `require(…)`, `import(…)` or `process.getBuiltinModule(…)`, the name at `i`, the expression beginning at `start`. */
  function takeRequire(i: number, start = i): void {
    const line = tokens[i]?.line ?? 0;
    const isText = tokens[i + 2]?.kind === 'string';
    const { value, next } = isText ? { value: tokens[i + 2]?.text, next: i + 3 } : (constantAt?.(i + 2) ?? NOTHING);
    if (value === undefined || (text(next) !== ')' && text(next) !== ',')) {
      if (text(i + 2) !== ')') unknown.push(line);
      return;
    }
    const specifier = value;
    let end = next;
    while (end < tokens.length && text(end) !== ')') end++;
    modules.push({ specifier, line, isTried: tried.has(i) });
    const isMember = ['.', '?.'].includes(text(end + 1));
    if (isMember && text(end + 2) === 'then' && text(i) === 'import') return bindParameter(end + 4, specifier);
    if (isMember) members.push({ specifier, member: text(end + 2), line, next: end + 3 });
    const at = text(start - 1) === 'await' ? start - 2 : start - 1;
    if (!isMember) bindBefore(at, specifier);
    else if (text(start - 1) === '=' && tokens[start - 2]?.kind === 'name' && !['(', '.'].includes(text(end + 3))) {
      bindings.set(text(start - 2), { specifier, member: text(end + 2) });
    } else if (text(end + 2) === 'promises') bindBefore(start - 1, `${specifier}/promises`);
  }

  /** `.then((cp) => …)` or `.then(({ exec }) => …)`. */
  function bindParameter(from: number, specifier: string): void {
    let i = from;
    while (['(', 'async'].includes(text(i))) i++;
    if (tokens[i]?.kind === 'name') bindings.set(text(i), { specifier, member: undefined });
    if (text(i) !== '{') return;
    while (i < tokens.length && text(i) !== '}') i++;
    bindBraces(i, specifier);
  }

  function takeImport(i: number): void {
    if (text(i + 1) === '(') return takeRequire(i);
    if (['.', '('].includes(text(i + 1)) || text(i + 1) === 'type') return;
    let end = i + 1;
    while (end < tokens.length && tokens[end]?.kind !== 'string' && text(end) !== ';') end++;
    const specifier = tokens[end]?.kind === 'string' ? (tokens[end]?.text ?? '') : undefined;
    if (specifier === undefined) return;
    modules.push({ specifier, line: tokens[i]?.line ?? 0 });
    for (let at = i + 1; at < end - 1; at++) {
      if (text(at) === '}') bindBraces(at, specifier);
      if (text(at) === 'as' && text(at - 1) === '*') bindings.set(text(at + 1), { specifier, member: undefined });
    }
    if (text(i) === 'import' && tokens[i + 1]?.kind === 'name')
      bindings.set(text(i + 1), { specifier, member: undefined });
  }

  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.kind !== 'name') continue;
    const isOwned = ['.', '?.'].includes(text(i - 1));
    if (text(i) === 'getBuiltinModule' && text(i + 1) === '(') takeRequire(i, isOwned ? i - 2 : i);
    if (isOwned) continue;
    if (text(i) === 'require' && text(i + 1) === '(') takeRequire(i);
    if (text(i) === 'import') takeImport(i);
    if (text(i) === 'export' && (text(i + 1) === '*' || (text(i + 1) === '{' && isReexport(tokens, i)))) takeImport(i);
  }
  const declared = new Set([...bindings.keys(), ...declaredNames(tokens)]);
  if (!declared.has('process')) bindings.set('process', { specifier: 'process', member: undefined });
  const free = new Map<string, number>();
  const asked = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'name' || ['.', '?.'].includes(text(i - 1))) continue;
    if (text(i - 1) === 'typeof') asked.add(token.text);
    const isKey = text(i + 1) === ':' || text(i - 1) === 'as' || isMethod(tokens, i);
    if (!isKey && !free.has(token.text)) free.set(token.text, token.line);
    const binding = bindings.get(token.text);
    if (binding === undefined || isKey || text(i + 1) === '=') continue;
    members.push(...usesOf(tokens, i, binding, text));
    if (text(i - 1) === '=' && text(i - 2) === '}' && binding.member === undefined)
      bindBraces(i - 2, binding.specifier);
  }
  for (const name of declared) free.delete(name);
  return { modules, members, free, asked, unknown };
}

const NOTHING = { value: undefined, next: -1 };

/** What is used of a name that stands for a module or a member. */
function usesOf(tokens: readonly Token[], i: number, binding: Binding, text: (i: number) => string): MemberUse[] {
  const line = tokens[i]?.line ?? 0;
  const { specifier, member } = binding;
  if (member !== undefined && member !== 'promises') {
    return text(i + 1) === '(' ? [{ specifier, member, line, next: i + 1 }] : [];
  }
  const base = member === 'promises' ? `${specifier}/promises` : specifier;
  if (!['.', '?.'].includes(text(i + 1)))
    return text(i + 1) === '(' ? [{ specifier: base, member: '', line, next: i + 1 }] : [];
  if (text(i + 2) === 'promises' && text(i + 3) === '.') {
    return [{ specifier: `${base}/promises`, member: text(i + 4), line, next: i + 5 }];
  }
  return [{ specifier: base, member: text(i + 2), line, next: i + 3 }];
}

function isReexport(tokens: readonly Token[], i: number): boolean {
  let end = i + 1;
  while (end < tokens.length && tokens[end]?.text !== '}') end++;
  return tokens[end + 1]?.text === 'from';
}
