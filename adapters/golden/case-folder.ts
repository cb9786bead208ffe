// A folder of cases: finds them, reads them, and knows which has to be played before one that goes on from another (`# @after`).
// Parent process.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CgiError } from '../../engine/index.ts';
import { type GoldenCase, parseCase } from './case.ts';

/** A case and where it stands. */
export interface CaseFile {
  /** Path below the folder of cases, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly case: GoldenCase;
}

export class CaseFolder {
  readonly #path: string;
  /** Cases that others go on from: a long recording asks for the same ones again and again. */
  readonly #before = new Map<string, CaseFile>();
  /** Those that do not come after themselves. */
  readonly #ending = new Set<string>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Every `*.http` file below the folder whose name has `filter` in it, in the order of the names. */
  names(filter: string | undefined): string[] {
    const folder = this.#path;
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat?.isDirectory()) {
      const reason = stat === undefined ? 'there is no such folder' : 'it is not a folder';
      throw badCase(`Cannot read cases from "${folder}": ${reason}; ${HINT}`);
    }
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.http'))
      .sort();
    const found = names.filter((name) => filter === undefined || name.includes(filter));
    if (found.length > 0) return found;
    const why =
      names.length === 0
        ? `it holds no *.http file; ${HINT}`
        : `none of its ${names.length} has "${filter}" in its name`;
    throw badCase(`Cannot find cases in "${folder}": ${why}`);
  }

  /**
   * One case by its name below the folder.
   *
   * @throws CgiError BAD_OPTION with the file and the line
   */
  read(name: string): CaseFile {
    const path = join(this.#path, name);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw badCase(`Cannot read case "${path}": ${(error as NodeJS.ErrnoException).code}`); // node:fs throws nothing else
    }
    return { name, path, case: parseCase(text, path) };
  }

  /**
   * The case that this one goes on from.
   *
   * @throws CgiError BAD_OPTION where there is none, and for a case that comes after itself
   */
  before(file: CaseFile): CaseFile | undefined {
    if (file.case.after === undefined) return undefined;
    const chain = new Set<string>();
    for (let one: CaseFile | undefined = file; one !== undefined; one = this.#previous(one)) {
      if (this.#ending.has(one.name)) break;
      if (chain.has(one.name)) throw badCase(`Cannot play case "${file.name}": it comes after itself`);
      chain.add(one.name);
    }
    for (const name of chain) this.#ending.add(name);
    return this.#previous(file);
  }

  /** The cases it goes on from, first to last, and the case itself. */
  chain(file: CaseFile): readonly CaseFile[] {
    return [...this.since(file, new Map()).missing, file];
  }

  /** The cases it goes on from, first to last, after the last one whose outcome is known, and that outcome. */
  since<T>(
    file: CaseFile,
    outcomes: ReadonlyMap<string, T>,
  ): { readonly missing: readonly CaseFile[]; readonly known: T | undefined } {
    const missing: CaseFile[] = [];
    for (let one = this.before(file); one !== undefined; one = this.before(one)) {
      const known = outcomes.get(one.name);
      if (known !== undefined) return { missing: missing.reverse(), known };
      missing.push(one);
    }
    return { missing: missing.reverse(), known: undefined };
  }

  #previous({ name, case: { after } }: CaseFile): CaseFile | undefined {
    if (after === undefined) return undefined;
    const before = relative(this.#path, join(this.#path, dirname(name), after));
    let file = this.#before.get(before);
    if (file === undefined) {
      if (!existsSync(join(this.#path, before))) {
        throw badCase(`Cannot play case "${name}": there is no case "${after}" for it to come after`);
      }
      file = this.read(before);
      this.#before.set(before, file);
    }
    return file;
  }
}

const HINT = '`freshcgi record` writes cases, --cases names another folder';

function badCase(sentence: string): CgiError {
  return new CgiError('BAD_OPTION', sentence);
}
