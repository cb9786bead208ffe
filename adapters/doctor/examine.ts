// Says what a script needs to run in the sandbox, from its source and that of its modules, and from the table of what the sandbox has.
// Parent process. The table is the one that the sandbox is tested against: the two cannot disagree.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { GLOBAL_TIERS, MODULE_TIERS, type ModuleTier, type Tier } from '../../sandbox-lib/tiers.ts';
import { KnownPaths } from './known-paths.ts';
import { tokenize } from './tokens.ts';
import { findUses, type MemberUse } from './uses.ts';

/** From best to worst. */
export const VERDICTS = ['runs', 'grant', 'change', 'cannot'] as const;
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
}

const WRITING =
  /^(?:write|append|mkdir|mkdtemp|rename|unlink|rm|rmdir|copyFile|cp|truncate|chmod|lchmod|utimes|lutimes|link|symlink|createWriteStream)/;
const NO_PATH =
  /^(?:constants|promises|Stats|Dirent|[A-Z].*|f(?:stat|sync|truncate|chmod|chown|utimes|datasync).*|read|readSync|readv.*|write|writeSync|writev.*|close|closeSync|watch.*|unwatchFile|openAsBlob)$/;
/** Names that no file stands behind. */
const DEVICES = /^\/dev\/(?:null|stdin|stdout|stderr|fd\/\d+)$/;

/** Looks at one script of a folder. */
export function examine(script: string, root: string): Diagnosis {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const queue = [script];
  for (const file of queue) {
    if (seen.has(file)) continue;
    seen.add(file);
    const found = examineFile(file, script, root);
    findings.push(...found.findings);
    queue.push(...found.modules);
  }
  seen.delete(script);
  const kept = withoutRepeats(findings);
  const worst = Math.max(0, ...kept.map(({ verdict }) => VERDICTS.indexOf(verdict)));
  return { script, verdict: VERDICTS[worst] ?? 'runs', findings: kept, modules: [...seen] };
}

function examineFile(file: string, script: string, root: string): { findings: Finding[]; modules: string[] } {
  const tokens = tokenize(readFileSync(file, 'utf8'));
  const { modules: asked, members, free } = findUses(tokens);
  const findings: Finding[] = [];
  const modules: string[] = [];
  for (const { specifier, line } of asked) {
    if (isBuiltin(specifier) || specifier.startsWith('node:')) {
      if (tierOf(specifier) === undefined) {
        findings.push({ verdict: 'cannot', file, line, what: specifier, instead: 'the sandbox has no such module' });
      }
      continue;
    }
    const found = follow(specifier, file, root);
    if (typeof found === 'string') modules.push(found);
    else if (found !== undefined) findings.push({ ...found, file, line });
  }
  for (const use of members) findings.push(...judgeMember(use, file));
  for (const [name, line] of free) {
    const member = memberTier(GLOBAL_TIERS, name);
    if (member?.tier === 'refused') findings.push({ verdict: 'change', file, line, what: name, instead: member.note });
  }
  const paths = new KnownPaths(tokens, file, dirname(script));
  const at = (use: MemberUse) => (tokens[use.next]?.text === '(' ? paths.pathAt(use.next + 1) : undefined);
  const numeric = (use: MemberUse) => tokens[use.next + 1]?.kind === 'number';
  for (const use of members) {
    const isCall = tokens[use.next]?.text === '(';
    if (isCall && !numeric(use)) findings.push(...judgeFileUse(use, at(use), file, root));
  }
  return { findings, modules };
}

/** A file of the script's own, nothing (a package, which runs or does not), or what is in the way. */
function follow(specifier: string, file: string, root: string): string | undefined | Omit<Finding, 'file' | 'line'> {
  const what = `module ${JSON.stringify(specifier)}`;
  const isOwn = /^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier);
  const path =
    isOwn && existsSync(resolve(dirname(file), specifier)) ? ownFile(specifier, file) : locate(specifier, file);
  if (path === undefined) {
    return { verdict: 'change', what, instead: 'there is no such module: node would not find it either' };
  }
  if (path.endsWith('.node')) return { verdict: 'cannot', what, instead: 'native addons are never loaded' };
  const real = realpathSync(path);
  if (!real.startsWith(`${root}/`)) {
    const flag = `--allow-read ${packageFolder(real) ?? dirname(real)}`;
    return { verdict: 'grant', what, instead: flag, flag };
  }
  return isOwn && !real.includes('/node_modules/') && /\.(?:[cm]?[jt]s|cgi)$/.test(real) ? real : undefined;
}

function ownFile(specifier: string, file: string): string | undefined {
  const path = resolve(dirname(file), specifier);
  return statSync(path).isFile() ? path : locate(specifier, file);
}

function locate(specifier: string, file: string): string | undefined {
  try {
    return createRequire(file).resolve(specifier);
  } catch (error) {
    // A package for import only is there all the same.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' ? file : undefined;
  }
}

/** The folder to grant for a package: the node_modules it is in, as packages need each other. */
function packageFolder(path: string): string | undefined {
  const at = path.indexOf('/node_modules/');
  return at === -1 ? undefined : path.slice(0, at + '/node_modules'.length);
}

function tierOf(specifier: string): ModuleTier | undefined {
  const name = specifier.replace(/^node:/, '');
  return MODULE_TIERS[specifier] ?? MODULE_TIERS[name];
}

function memberTier(tier: ModuleTier, member: string): { readonly tier: Tier; readonly note: string } | undefined {
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
  if (module.absent?.split(' ').includes(member)) {
    return [{ verdict: 'change', file, line, what, instead: 'the sandbox does not have it' }];
  }
  return [];
}

function judgeFileUse(use: MemberUse, path: string | undefined, file: string, root: string): Finding[] {
  const { member, line } = use;
  const name = use.specifier.replace(/^node:/, '');
  if (!/^fs(?:\/promises)?$/.test(name) || NO_PATH.test(member)) return [];
  const writes = WRITING.test(member);
  if (path === undefined) {
    if (!writes) return [];
    const flag = '--allow-write DIR';
    return [{ verdict: 'grant', file, line, what: `fs.${member} of a path made at run time`, instead: flag, flag }];
  }
  if (DEVICES.test(path)) return [];
  const isInside = path === root || path.startsWith(`${root}/`);
  if (!writes && isInside) return [];
  const flag = `--allow-${writes ? 'write' : 'read'} ${grantedFolder(member, path)}`;
  return [{ verdict: 'grant', file, line, what: `fs.${member} of ${path}`, instead: flag, flag }];
}

/** The folder that has to be granted for a path. */
function grantedFolder(member: string, path: string): string {
  const isFolder = /^(?:mkdir|readdir|opendir)/.test(member) || (existsSync(path) && statSync(path).isDirectory());
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

/** Where scripts are looked for: everything in the folder that a request could reach. */
export function isScriptName(name: string): boolean {
  return (
    /\.(?:[cm]?js|ts|cgi)$/.test(name) &&
    !join('/', name)
      .split('/')
      .some((part) => part === 'node_modules' || /^\../.test(part))
  );
}
