// Which cases have to be played before one that goes on from another (`# @after`). Parent process.
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CgiError } from '../../engine/index.ts';
import { type CaseFile, readCase } from './case-files.ts';

/** The case that this one goes on from. */
export function predecessorOf(file: CaseFile, cases: string): CaseFile | undefined {
  const { after } = file.case;
  if (after === undefined) return undefined;
  const name = relative(cases, join(cases, dirname(file.name), after));
  if (existsSync(join(cases, name))) return readCase(cases, name);
  throw new CgiError('BAD_OPTION', `Cannot play case "${file.name}": there is no case "${after}" for it to come after`);
}

/** The cases it goes on from, first to last, and the case itself. */
export function withPredecessors(file: CaseFile, cases: string): readonly CaseFile[] {
  const chain = [file];
  for (let one = predecessorOf(file, cases); one !== undefined; one = predecessorOf(one, cases)) {
    const { name } = one;
    if (chain.some((known) => known.name === name)) {
      throw new CgiError('BAD_OPTION', `Cannot play case "${file.name}": it comes after itself`);
    }
    chain.unshift(one);
  }
  return chain;
}
