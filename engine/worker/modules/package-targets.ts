// The "exports" and "imports" maps of a package: which file a subpath stands for. Pure but for the packages an import may name. Worker
// side. https://nodejs.org/api/esm.html#resolution-algorithm-specification (PACKAGE_EXPORTS_RESOLVE and below)
import { isBuiltin } from 'node:module';
import { pathToFileURL } from 'node:url';
import { fault, type ModuleFault } from './fault.ts';
import type { PackageConfig } from './package-config.ts';

export interface TargetSearch {
  readonly config: PackageConfig;
  readonly conditions: ReadonlySet<string>;
  /** Path of the importing file, for messages. */
  readonly base: string | undefined;
  /** Resolves a target of "imports" that names another package. */
  resolvePackage(specifier: string, config: PackageConfig): URL | string;
}

/** A file's URL, or the name of a built-in. Null: excluded by the map. Undefined: nothing in the map fits. */
type Target = URL | string | null | undefined;

interface Entry {
  readonly key: string;
  /** What '*' stands for. */
  readonly match: string;
  readonly isPattern: boolean;
  readonly isImport: boolean;
}

/** The file that `subpath` ('.' or './x') of a package with "exports" stands for. */
export function resolveExports(search: TargetSearch, subpath: string): URL {
  const { config } = search;
  const map = isConditionalSugar(search) ? { '.': config.exports } : (config.exports as Record<string, unknown>); // by that check
  const found = resolveEntry(search, map, subpath, false);
  if (found instanceof URL) return found;
  throw fault('ERR_PACKAGE_PATH_NOT_EXPORTED', config.folder, subpath, search.base);
}

/** The file or built-in that '#name' stands for in a package with "imports". */
export function resolveImports(search: TargetSearch, name: string): URL | string {
  const found = resolveEntry(search, search.config.imports ?? {}, name, true);
  if (found != null) return found;
  throw notDefined(name, search.config, search.base);
}

/** '#name' without a package that defines it. */
export function notDefined(name: string, config: PackageConfig | undefined, base: string | undefined): ModuleFault {
  return fault('ERR_PACKAGE_IMPORT_NOT_DEFINED', name, config?.folder, base);
}

function resolveEntry(search: TargetSearch, map: Record<string, unknown>, name: string, isImport: boolean): Target {
  if (Object.hasOwn(map, name) && !name.includes('*') && !name.endsWith('/')) {
    return resolveTarget(search, map[name], { key: name, match: '', isPattern: false, isImport });
  }
  let best: Entry | undefined;
  for (const key of Object.keys(map)) {
    const star = key.indexOf('*');
    if (star === -1 || key.lastIndexOf('*') !== star) continue;
    const tail = key.slice(star + 1);
    const fits = name.startsWith(key.slice(0, star)) && name.length >= key.length && name.endsWith(tail);
    if (!fits || (best !== undefined && !isMoreSpecific(key, best.key))) continue;
    best = { key, match: name.slice(star, name.length - tail.length), isPattern: true, isImport };
  }
  return best && resolveTarget(search, map[best.key], best);
}

/** Of two patterns the one with the longer text before its star, then the longer one. */
function isMoreSpecific(key: string, than: string): boolean {
  const [a, b] = [key.indexOf('*'), than.indexOf('*')];
  return a === b ? key.length > than.length : a > b;
}

function resolveTarget(search: TargetSearch, target: unknown, entry: Entry): Target {
  if (typeof target === 'string') return resolveText(search, target, entry);
  if (Array.isArray(target)) return resolveFallbacks(search, target, entry);
  if (target === null) return null;
  if (typeof target !== 'object') throw invalidTarget(search, target, entry);
  const conditions = target as Record<string, unknown>; // an object that is no array
  const keys = Object.keys(conditions);
  if (keys.some((key) => String(Number(key)) === key && Number(key) >= 0 && Number.isInteger(Number(key)))) {
    throw invalidConfig(search, '"exports" cannot contain numeric property keys.');
  }
  for (const key of keys) {
    if (key !== 'default' && !search.conditions.has(key)) continue;
    const found = resolveTarget(search, conditions[key], entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first target of a list that is valid; whether its file exists is not asked. */
function resolveFallbacks(search: TargetSearch, targets: readonly unknown[], entry: Entry): Target {
  let last: ModuleFault | null | undefined = targets.length === 0 ? null : undefined;
  for (const target of targets) {
    try {
      const found = resolveTarget(search, target, entry);
      if (found != null) return found;
      if (found === null) last = null;
    } catch (error) {
      last = error as ModuleFault; // nothing else is thrown above
      if (last.record.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
    }
  }
  if (last) throw last;
  return last;
}

function resolveText(search: TargetSearch, target: string, entry: Entry): URL | string {
  const { config } = search;
  const put = (text: string) => (entry.isPattern ? text.replaceAll('*', () => entry.match) : text);
  if (!target.startsWith('./')) {
    const isPackage = entry.isImport && !target.startsWith('../') && !target.startsWith('/') && !URL.canParse(target);
    if (!isPackage) throw invalidTarget(search, target, entry);
    const specifier = put(target);
    return isBuiltin(specifier) ? specifier : search.resolvePackage(specifier, config);
  }
  if (leavesFolder(target.slice(2))) throw invalidTarget(search, target, entry);
  const url = new URL(target, pathToFileURL(config.path));
  if (!url.pathname.startsWith(new URL('.', pathToFileURL(config.path)).pathname)) {
    throw invalidTarget(search, target, entry);
  }
  if (entry.match === '') return url;
  if (leavesFolder(entry.match)) throw invalidMatch(search, entry, put(entry.key));
  return entry.isPattern ? new URL(put(url.href)) : new URL(entry.match, url);
}

/** Whether a path has a step that leaves its folder or enters node_modules, percent-encoded or not. */
function leavesFolder(path: string): boolean {
  return path.split(/[\\/]/).some((step) => {
    const plain = step.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return plain === '.' || plain === '..' || plain.toLowerCase() === 'node_modules';
  });
}

function invalidTarget(search: TargetSearch, target: unknown, entry: Entry): ModuleFault {
  const shown = typeof target === 'object' && target !== null ? JSON.stringify(target, null, '') : String(target);
  return fault('ERR_INVALID_PACKAGE_TARGET', search.config.folder, entry.key, shown, entry.isImport, search.base);
}

function invalidMatch(search: TargetSearch, entry: Entry, request: string): ModuleFault {
  const map = entry.isImport ? 'imports' : 'exports';
  return fault(
    'ERR_INVALID_MODULE_SPECIFIER',
    request,
    `request is not a valid match in pattern "${entry.key}" for the "${map}" resolution of ${search.config.path}`,
    search.base,
  );
}

/** "exports": a target by itself, or conditions without subpaths. Mixing the two is an error. */
function isConditionalSugar(search: TargetSearch): boolean {
  const { exports } = search.config;
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return true;
  const keys = Object.keys(exports);
  const first = keys[0];
  const isSugar = first === undefined || !first.startsWith('.');
  if (keys.some((key) => key === '' || key.startsWith('.') === isSugar)) {
    throw invalidConfig(
      search,
      '"exports" cannot contain some keys starting with \'.\' and some not. The exports object must either be an object ' +
        'of package subpath keys or an object of main entry condition name keys only.',
    );
  }
  return isSugar;
}

/** Node names the importing module by its URL here. */
function invalidConfig({ config, base }: TargetSearch, sentence: string): ModuleFault {
  return fault('ERR_INVALID_PACKAGE_CONFIG', config.path, base && pathToFileURL(base).href, sentence);
}
