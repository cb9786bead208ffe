// Which modules a source asks for, and which of their members it uses. Pure. It follows plain names (`const fs = require('fs')`,
// `import { exec } from 'child_process'`); a module that is handed around as a value is seen where it is asked for only.
import { type Binding, Bindings, type MemberUse, type ModuleUse, type ValueOf } from './bindings.ts';
import { declaredNames, isMethod, textOf } from './scopes.ts';
import type { Token } from './tokens.ts';

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

export function findUses(tokens: readonly Token[], constantAt?: ValueOf): Uses {
  const text = (i: number) => textOf(tokens, i);
  const bindings = findBindings(tokens, constantAt);
  const { modules, members, names, unknown } = bindings;
  const declared = new Set([...names.keys(), ...declaredNames(tokens)]);
  if (!declared.has('process')) names.set('process', { specifier: 'process', member: undefined });
  const free = new Map<string, number>();
  const asked = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'name' || ['.', '?.'].includes(text(i - 1))) continue;
    if (text(i - 1) === 'typeof') asked.add(token.text);
    const isKey = text(i + 1) === ':' || text(i - 1) === 'as' || isMethod(tokens, i);
    if (!isKey && !free.has(token.text)) free.set(token.text, token.line);
    const binding = names.get(token.text);
    if (binding === undefined || isKey || text(i + 1) === '=') continue;
    members.push(...usesOf(tokens, i, binding, text));
    if (text(i - 1) === '=' && text(i - 2) === '}' && binding.member === undefined)
      bindings.bindBraces(i - 2, binding.specifier);
  }
  for (const name of declared) free.delete(name);
  return { modules, members, free, asked, unknown };
}

/** Takes all places where a module is asked for. */
function findBindings(tokens: readonly Token[], constantAt: ValueOf | undefined): Bindings {
  const text = (i: number) => textOf(tokens, i);
  const bindings = new Bindings(tokens, constantAt);
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.kind !== 'name') continue;
    const isOwned = ['.', '?.'].includes(text(i - 1));
    if (text(i) === 'getBuiltinModule' && text(i + 1) === '(') bindings.takeRequire(i, isOwned ? i - 2 : i);
    if (isOwned) continue;
    if (text(i) === 'require' && text(i + 1) === '(') bindings.takeRequire(i);
    if (text(i) === 'import') bindings.takeImport(i);
    if (text(i) === 'export' && (text(i + 1) === '*' || (text(i + 1) === '{' && isReexport(tokens, i))))
      bindings.takeImport(i);
  }
  return bindings;
}

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
