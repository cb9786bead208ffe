// Says what a script needs to run in the sandbox, from its source and that of its modules, and from the table of what the sandbox has.
// Parent process. The table is the one that the sandbox is tested against: the two cannot disagree.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { GLOBAL_TIERS, type MemberTier, MODULE_TIERS, type ModuleTier } from '../../sandbox-lib/tiers.ts';
import type { MemberUse } from './bindings.ts';
import { firstLineOf, isForNode, NOT_FOR_NODE } from './entries.ts';
import { follow } from './follow.ts';
import { KnownPaths } from './known-paths.ts';
import type { SyntaxFault } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';
import { findUses } from './uses.ts';

/** From best to worst. */
const VERDICTS = ['runs', 'grant', 'change', 'cannot'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One thing that keeps a script from running as it is. */
export interface Finding {
  readonly verdict: Exclude<Verdict, 'runs'>;
  readonly file: string;
  readonly line: number;
  /** What stands there. */
  readonly what: string;
  /** What to do: the flag, what to write instead, or why there is nothing to be done. */
  readonly instead: string;
  /** The flag by itself. */
  readonly flag?: string;
}

export interface Diagnosis {
  readonly script: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Files of its own that it loads. Packages are not read. */
  readonly modules: readonly string[];
  /** What reading the source cannot tell. */
  readonly notes: readonly Note[];
}

/** A place where only a run can tell what is used. */
export interface Note {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

const WRITING =
  /^(?:write|append|mkdir|mkdtemp|rename|unlink|rm|rmdir|copyFile|cp|truncate|chmod|lchmod|utimes|lutimes|link|symlink|createWriteStream)/;
const NO_PATH =
  /^(?:constants|promises|Stats|Dirent|[A-Z].*|f(?:stat|sync|truncate|chmod|chown|utimes|datasync).*|read|readSync|readv.*|write|writeSync|writev.*|close|closeSync|watch.*|unwatchFile|openAsBlob)$/;
/** Names that no file stands behind. */
const DEVICES = /^\/dev\/(?:null|stdin|stdout|stderr|fd\/\d+)$/;

/** What was found in files that several scripts load. */
export type ExaminedFiles = Map<string, Examined>;

/** Looks at one script of a folder. */
export function examine(script: string, root: string, known: ExaminedFiles): Diagnosis {
  const fault = brokenShebang(script);
  // In another language there is nothing to be read.
  if (fault !== undefined) return { script, verdict: fault.verdict, findings: [fault], modules: [], notes: [] };
  const findings: Finding[] = [];
  const notes: Note[] = [];
  const seen = new Set<string>();
  const queue = [script];
  for (const file of queue) {
    if (seen.has(file)) continue;
    seen.add(file);
    // Relative paths start at the folder of the script.
    const key = `${dirname(script)}\0${file}`;
    const found = known.get(key) ?? examineFile(file, script, root);
    known.set(key, found);
    findings.push(...found.findings);
    notes.push(...found.notes);
    queue.push(...found.modules);
  }
  seen.delete(script);
  const kept = withoutRepeats(findings);
  return { script, verdict: worstOf(kept), findings: kept, modules: [...seen], notes };
}

/** The same with the sources that cannot be parsed. */
export function withSyntax(all: readonly Diagnosis[], faults: readonly SyntaxFault[]): Diagnosis[] {
  return all.map((diagnosis) => {
    if (diagnosis.findings.some(({ instead }) => instead === NOT_FOR_NODE)) return diagnosis;
    const own = faults.filter(({ path }) => path === diagnosis.script || diagnosis.modules.includes(path));
    const found = own.map(({ path, line, message }): Finding => {
      const instead = /strip-only/.test(message) ? PLAIN_JAVASCRIPT : 'a syntax error, node does not run it either';
      return { verdict: 'change', file: path, line, what: message, instead };
    });
    const findings = [...found, ...diagnosis.findings];
    return { ...diagnosis, verdict: worstOf(findings), findings };
  });
}

function worstOf(findings: readonly Finding[]): Verdict {
  return VERDICTS[Math.max(0, ...findings.map(({ verdict }) => VERDICTS.indexOf(verdict)))] ?? 'runs';
}

interface Examined {
  readonly findings: Finding[];
  readonly modules: string[];
  readonly notes: Note[];
}

function examineFile(file: string, script: string, root: string): Examined {
  try {
    return examineSource(readFileSync(file, 'utf8'), file, script, root);
  } catch (error) {
    const [line, message] = [1, error instanceof Error ? error.message : String(error)];
    if (error instanceof Error && 'syscall' in error) {
      const finding: Finding = { verdict: 'change', file, line, what: 'the file itself', instead: message };
      return { findings: [finding], modules: [], notes: [] };
    }
    // A literal of twenty megabytes, say: node may well run it.
    return { findings: [], modules: [], notes: [{ file, line, what: `it cannot be examined: ${message}` }] };
  }
}

function examineSource(text: string, file: string, script: string, root: string): Examined {
  const tokens = tokenize(text);
  const paths = new KnownPaths(tokens, file, dirname(script));
  const { modules: loaded, members, free, asked, unknown } = findUses(tokens, (from) => paths.valueAt(from));
  const findings: Finding[] = [];
  const modules: string[] = [];
  const notes = unknown.map((line): Note => ({ file, line, what: 'a module whose name is made at run time' }));
  for (const { specifier, line, isTried = false } of loaded) {
    if (isBuiltin(specifier) || specifier.startsWith('node:')) {
      const tier = tierOf(specifier);
      if (tier !== undefined && tier.absent !== '*') continue;
      const instead = tier?.note ?? 'the sandbox has no such module';
      if (isTried) notes.push({ file, line, what: `${specifier}: it is not there` });
      else findings.push({ verdict: 'cannot', file, line, what: specifier, instead });
      continue;
    }
    const found = follow(specifier, file, root);
    if (typeof found === 'string') modules.push(found);
    else if (found?.verdict === 'change' && isTried) notes.push({ file, line, what: `${found.what}: it is not there` });
    else if (found !== undefined) findings.push({ ...found, file, line });
  }
  for (const use of members) findings.push(...judgeMember(use, file), ...judgeTimeZone(use, tokens, file));
  for (const [name, line] of free) {
    const member = memberTier(GLOBAL_TIERS, name);
    if (member?.tier === 'refused') findings.push({ verdict: 'change', file, line, what: name, instead: member.note });
    // A source that asks whether it is there can do without it.
    else if (isAbsent(GLOBAL_TIERS, name) && !asked.has(name)) {
      findings.push({ verdict: 'change', file, line, what: name, instead: ABSENT });
    }
  }
  const at = (use: MemberUse) => (tokens[use.next]?.text === '(' ? paths.pathAt(use.next + 1) : undefined);
  const numeric = (use: MemberUse) => tokens[use.next + 1]?.kind === 'number';
  for (const use of members) {
    const isCall = tokens[use.next]?.text === '(';
    if (isCall && !numeric(use)) findings.push(...judgeFileUse(use, at(use), file, root));
  }
  return { findings, modules, notes };
}

const PLAIN_JAVASCRIPT = 'types are only taken out, write it as plain JavaScript (an enum as an object)';

/** The server runs a `.cgi` file only where its first line says node, or nothing (RFC 3875 leaves it to the server). */
function brokenShebang(script: string): Finding | undefined {
  const line = script.endsWith('.cgi') ? firstLineOf(script) : '';
  if (!line.startsWith('#!') || isForNode(line)) return undefined;
  return { verdict: 'cannot', file: script, line: 1, what: line, instead: NOT_FOR_NODE };
}

function tierOf(specifier: string): ModuleTier | undefined {
  const name = specifier.replace(/^node:/, '');
  const tier = MODULE_TIERS[specifier] ?? MODULE_TIERS[name];
  return tier?.as === undefined ? tier : MODULE_TIERS[tier.as];
}

const ABSENT = 'the sandbox does not have it';

function isAbsent({ absent = '' }: ModuleTier, member: string): boolean {
  return absent.split(' ').includes(member);
}

function memberTier(tier: ModuleTier, member: string): MemberTier | undefined {
  return Object.entries(tier.members ?? {}).find(([names]) => names.split(' ').includes(member))?.[1];
}

/** A module that is refused as a whole is what the script is about; a refused member of another one can be written otherwise. */
function judgeMember({ specifier, member, line }: MemberUse, file: string): Finding[] {
  const module = tierOf(specifier);
  if (module === undefined) return [];
  const known = memberTier(module, member);
  const tier = known?.tier ?? module.tier;
  const name = specifier.replace(/^node:/, '');
  const what = member === '' ? `${name}()` : `${name}.${member}`;
  if (tier === 'refused') {
    const verdict = module.tier === 'refused' ? 'cannot' : 'change';
    return [{ verdict, file, line, what, instead: known?.note || module.note || 'it is refused' }];
  }
  if (known?.fails === true) return [{ verdict: 'change', file, line, what, instead: `it fails: ${known.note}` }];
  if (isAbsent(module, member)) return [{ verdict: 'change', file, line, what, instead: ABSENT }];
  return [];
}

/** The zone of V8's dates is the worker's. */
function judgeTimeZone(
  { specifier, member, line, next }: MemberUse,
  tokens: readonly Token[],
  file: string,
): Finding[] {
  const [dot, name, operator, value] = tokens.slice(next, next + 4);
  const isSet = dot?.text === '.' && name?.text === 'TZ' && /^(?:=|\|\|=|\?\?=)$/.test(operator?.text ?? '');
  if (!/^(?:node:)?process$/.test(specifier) || member !== 'env' || !isSet) return [];
  const zone = value?.kind === 'string' ? value.text : 'ZONE';
  const instead = `a run cannot change the zone of its dates: start with --env TZ=${zone}`;
  return [{ verdict: 'change', file, line, what: 'process.env.TZ is set', instead }];
}

function judgeFileUse(use: MemberUse, path: string | undefined, file: string, root: string): Finding[] {
  const { member, line } = use;
  const name = use.specifier.replace(/^node:/, '');
  const isFolder = name === 'process' && member === 'chdir';
  if (!isFolder && (!/^fs(?:\/promises)?$/.test(name) || NO_PATH.test(member))) return [];
  const writes = WRITING.test(member);
  if (path === undefined) {
    if (!writes) return [];
    const flag = '--allow-write DIR';
    return [{ verdict: 'grant', file, line, what: `fs.${member} of a path made at run time`, instead: flag, flag }];
  }
  if (DEVICES.test(path)) return [];
  const isInside = path === root || path.startsWith(`${root}/`);
  if (!writes && isInside) return [];
  const what = `${isFolder ? name : 'fs'}.${member} of ${path}`;
  const folder = grantedFolder(member, path);
  if (folder === '/') {
    const other = isFolder ? 'leave it out' : 'use a folder of its own';
    return [{ verdict: 'change', file, line, what, instead: `${other}: granting / is granting everything` }];
  }
  const flag = `--allow-${writes ? 'write' : 'read'} ${folder}`;
  return [{ verdict: 'grant', file, line, what, instead: flag, flag }];
}

/** The folder that has to be granted for a path. */
function grantedFolder(member: string, path: string): string {
  const isFolder =
    /^(?:mkdir|readdir|opendir|chdir)/.test(member) || (existsSync(path) && statSync(path).isDirectory());
  return isFolder ? path : dirname(path);
}

/** One finding for each place; a grant to write is one to read; a grant with a name makes one without needless. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const flags = new Set(findings.map(({ flag }) => flag));
  const known = new Set<string>();
  return findings.filter(({ file, line, what, flag }) => {
    const key = flag ?? `${file}:${line} ${what}`;
    const folder = flag?.split(' ')[1];
    if (known.has(key) || (flag?.startsWith('--allow-read') && flags.has(`--allow-write ${folder}`))) return false;
    known.add(key);
    return true;
  });
}
