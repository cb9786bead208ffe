// `freshcgi doctor`: what each script of a folder needs to run in the sandbox.
import { readdirSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CgiError } from '../../engine/index.ts';
import { examineEntry, examineProgram, isScriptName } from '../doctor/entries.ts';
import {
  type Diagnosis,
  type ExaminedFiles,
  examine,
  type Finding,
  type Verdict,
  withSyntax,
} from '../doctor/examine.ts';
import { findSyntaxFaults } from '../doctor/syntax.ts';
import { escapeControls, wantsColors } from '../log.ts';
import type { DoctorCommand } from './case-options.ts';
import { requireFolder } from './require-folder.ts';

const WORDS: Readonly<Record<Verdict, readonly [color: string, words: string]>> = {
  runs: ['32', 'runs as it is'],
  grant: ['36', 'needs a grant'],
  change: ['33', 'needs a change'],
  cannot: ['31', 'cannot run'],
};

/** The exit code is 0 when every script runs, with grants or without. */
export function doctor(command: DoctorCommand): number {
  requireFolder('examine scripts in', command.dir);
  const root = realpathSync(command.dir);
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  const names = entries.filter(isScriptName);
  const unfit = new Map(names.map((name) => [name, examineEntry(name, root)]));
  const readable = names.filter((name) => unfit.get(name) === undefined);
  const others = [
    ...names.flatMap((name) => {
      const found = unfit.get(name);
      return found === undefined || found === 'nothing' ? [] : [found];
    }),
    ...entries.flatMap((name) => examineProgram(name, root) ?? []),
  ];
  if (readable.length + others.length === 0) {
    const kinds = 'no *.js, *.cjs, *.mjs, *.ts or *.cgi file';
    throw new CgiError('BAD_OPTION', `Cannot examine scripts in "${command.dir}": it holds ${kinds}`);
  }
  const known: ExaminedFiles = new Map();
  const read = readable.map((name) => examine(join(root, name), root, known));
  const files = new Set(read.flatMap(({ script, modules }) => [script, ...modules]));
  const all = withSyntax(read, findSyntaxFaults([...files]));
  // What others load is a module; a request could run it, but nobody does. Not where it loads them itself.
  const modulesOf = new Map(all.map(({ script, modules }) => [script, modules]));
  const loaded = new Set(
    all.flatMap(({ script, modules }) => modules.filter((one) => !modulesOf.get(one)?.includes(script))),
  );
  const scripts = [...all.filter(({ script }) => !loaded.has(script)), ...others];
  process.stdout.write(command.json ? asJson(scripts, root) : asText(scripts, root));
  return scripts.every(({ verdict }) => verdict === 'runs' || verdict === 'grant') ? 0 : 1;
}

function asJson(scripts: readonly Diagnosis[], root: string): string {
  const named = scripts.map(({ script, verdict, findings, modules, notes }) => ({
    script: relative(root, script),
    verdict,
    grants: grantsOf(findings),
    findings: findings.map((finding) => ({ ...finding, file: relative(root, finding.file) })),
    modules: modules.map((module) => relative(root, module)),
    notes: notes.map((note) => ({ ...note, file: relative(root, note.file) })),
  }));
  return `${JSON.stringify(named, null, 2)}\n`;
}

function asText(scripts: readonly Diagnosis[], root: string): string {
  const colors = wantsColors(process.stdout.isTTY === true);
  const paint = (code: string, text: string) => (colors ? `\x1b[${code}m${text}\x1b[0m` : text);
  const shown = (path: string) => escapeControls(relative(root, path));
  const width = Math.max(0, ...scripts.map(({ script }) => shown(script).length)) + 2;
  const lines = scripts.flatMap(({ script, verdict, findings, notes }) => {
    const [color, words] = WORDS[verdict];
    const grants = escapeControls(grantsOf(findings).join(' '));
    return [
      `${shown(script).padEnd(width)}${paint(color, words)}${grants === '' ? '' : `  ${grants}`}`,
      ...findings.map(({ file, line, what, instead, flag }) => {
        const rest = flag === undefined ? `: ${instead}` : '';
        return `    ${paint('2', `${shown(file)}:${line}`)}  ${escapeControls(`${what}${rest}`)}`;
      }),
      ...notes.map(({ file, line, what }) => paint('2', `    ${shown(file)}:${line}  ${escapeControls(what)}`)),
    ];
  });
  const all = grantsOf(scripts.flatMap(({ findings }) => findings));
  const hint =
    all.length === 0
      ? []
      : ['', `freshcgi serve ${relative(process.cwd(), root) || '.'} ${escapeControls(all.join(' '))}`];
  return `${[...lines, ...hint].join('\n')}\n`;
}

/** Flags as they can be given here, each once. */
function grantsOf(findings: readonly Finding[]): string[] {
  const flags = findings.flatMap(({ flag }) => (flag === undefined ? [] : [flag]));
  const short = (flag: string) => {
    const [name = '', folder = ''] = flag.split(' ');
    const below = relative(process.cwd(), folder);
    return `${name} ${folder === 'DIR' || below.startsWith('../..') ? folder : below || '.'}`;
  };
  return [...new Set(flags.map(short))];
}
