// The commands around golden cases as data, and doctor. Throws BAD_OPTION with one sentence. Pure.
import type { EngineOptions } from '../../engine/index.ts';
import { type Arguments, badArgument, choiceOf, textOf } from './arguments.ts';
import { engineOptions, FLAG, HELP, parseMount, TEXT } from './engine-options.ts';

/** What `test` and `compare` have in common. */
interface CaseCommand {
  /** Folder of the scripts. */
  readonly dir: string;
  readonly cases: string;
  readonly mount: string;
  /** A part of a case's name. */
  readonly filter: string | undefined;
  readonly engine: EngineOptions;
}

/** `freshcgi test`. */
export interface TestCommand extends CaseCommand {
  readonly kind: 'test';
  readonly update: boolean;
  readonly format: Format;
}

/** `freshcgi compare`. */
export interface CompareCommand extends CaseCommand {
  readonly kind: 'compare';
}

/** `freshcgi doctor`. */
export interface DoctorCommand {
  readonly kind: 'doctor';
  readonly dir: string;
  readonly json: boolean;
}

/** For people, or one of the formats that other programs read. */
export type Format = 'text' | 'tap' | 'junit';

export const CASES = { cases: TEXT, mount: TEXT, filter: TEXT } as const;
export const DOCTOR = { json: FLAG, help: HELP } as const;

export function parseTest(given: Arguments): TestCommand {
  const format = choiceOf(given, 'format', ['text', 'tap', 'junit']) ?? 'text';
  return { kind: 'test', ...caseCommand('test', given), update: given.values.has('update'), format };
}

export function parseCompare(given: Arguments): CompareCommand {
  return { kind: 'compare', ...caseCommand('compare', given) };
}

export function parseDoctor(given: Arguments): DoctorCommand {
  return { kind: 'doctor', dir: folderOf('doctor', given), json: given.values.has('json') };
}

function caseCommand(name: string, given: Arguments): CaseCommand {
  return {
    dir: folderOf(name, given),
    cases: textOf(given, 'cases') ?? './cases',
    mount: parseMount(textOf(given, 'mount') ?? '/cgi-bin'),
    filter: textOf(given, 'filter'),
    engine: engineOptions(given),
  };
}

function folderOf(name: string, { positionals: [dir = './cgi-bin', ...more] }: Arguments): string {
  if (more.length === 0) return dir;
  throw badArgument(`${name} takes one folder, and "${more[0]}" is one too many`);
}
