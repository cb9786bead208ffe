// Finds and reads the cases of a folder. Parent process.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CgiError } from '../../engine/index.ts';
import { type GoldenCase, parseCase } from './case.ts';

/** A case and where it stands. */
export interface CaseFile {
  /** Path below the folder of cases, with slashes. */
  readonly name: string;
  readonly path: string;
  readonly case: GoldenCase;
}

/** Every `*.http` file below a folder, in the order of the names. */
export function readCases(folder: string, filter: string | undefined): CaseFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CgiError('BAD_OPTION', `Cannot read cases from "${folder}": there is no such folder`);
  }
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.http'))
    .sort();
  const found = names.filter((name) => filter === undefined || name.includes(filter));
  if (found.length === 0) {
    const why =
      names.length === 0 ? 'it holds no *.http file' : `none of its ${names.length} has "${filter}" in its name`;
    throw new CgiError('BAD_OPTION', `Cannot find cases in "${folder}": ${why}`);
  }
  return found.map((name) => readCase(folder, name));
}

/** One case by its name below the folder. */
export function readCase(folder: string, name: string): CaseFile {
  const path = join(folder, name);
  return { name: relative(folder, path), path, case: parseCase(readFileSync(path, 'utf8'), path) };
}
