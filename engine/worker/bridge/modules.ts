// Finding, compiling and linking modules for the loader in the context. Worker side; the other end is sandbox-lib/internal/modules.
import { isAbsolute, normalize } from 'node:path';
import type { ModuleBridge } from '../../../sandbox-lib/bridge.ts';
import { ModuleFault } from '../modules/fault.ts';
import { urlOf } from '../modules/units.ts';
import type { Run } from '../run.ts';
import { EINVAL, ENOENT } from './errno.ts';
import type { Handler, Result } from './handler.ts';

/** Longest source line a frame shows: a minified file is one line. */
const MAX_LINE = 512;
/** Longest path, specifier or URL; a data: URL may be a whole module. */
const MAX_NAME = 1_048_576;
/** Longest text that is compiled. */
const MAX_TEXT = 64 * 1024 * 1024;

export const moduleHandlers: Readonly<Record<keyof ModuleBridge, Handler>> = {
  resolve(run, [specifier, parent, folders, extensions]) {
    if (!isName(specifier) || !isPath(parent) || !isText(folders) || !isText(extensions)) return EINVAL;
    return attempt(run, () => run.modules.resolve(specifier, parent, split(folders), split(extensions)));
  },
  load(run, [path]) {
    if (!isPath(path)) return EINVAL;
    return attempt(run, () => {
      const loaded = run.modules.load(path);
      return typeof loaded === 'object' ? loaded.derefInto() : loaded;
    });
  },
  sourceText(run, [path]) {
    if (!isPath(path)) return EINVAL;
    return attempt(run, () => run.modules.text(path));
  },
  compileFunction(run, [text, path]) {
    if (!isText(text) || !isName(path)) return EINVAL;
    return attempt(run, () => run.modules.compile(text, path).derefInto());
  },
  resolveImport(run, [specifier, parentUrl, metaOnly]) {
    if (!isName(specifier) || !isName(parentUrl)) return EINVAL;
    return attempt(run, () => run.modules.resolveImport(specifier, parentUrl, metaOnly === true));
  },
  linkModule(run, [url, type]) {
    if (!isName(url) || (type !== undefined && !isName(type))) return EINVAL;
    return attempt(run, () => run.modules.link(url, type).join('\0'));
  },
  builtinNames(run, [name, names]) {
    if (!isName(name) || !isText(names)) return EINVAL;
    run.modules.setBuiltinNames(name, split(names));
    return 0;
  },
  driveModule(run, [url, id, mode]) {
    if (!isName(url) || !Number.isSafeInteger(id)) return EINVAL;
    if (mode !== 'defer' && mode !== 'now' && mode !== 'marked') return EINVAL;
    return attempt(run, () => (run.modules.drive(url, id as number, mode) ? 1 : 0)); // an integer: just checked
  },
  moduleAwaits(run, [url]) {
    if (!isName(url)) return EINVAL;
    return attempt(run, () => (run.modules.awaits(url) ? 1 : 0));
  },
  moduleDone(run, [id]) {
    if (!Number.isSafeInteger(id)) return EINVAL;
    run.modules.done(id as number); // an integer: just checked
    return 0;
  },
  fileUrl: (_run, [path]) => (isPath(path) ? urlOf(path) : EINVAL),
  sourceLine(run, [name, line]) {
    if (!isName(name) || !Number.isSafeInteger(line)) return EINVAL;
    return run.modules.line(name, line as number)?.slice(0, MAX_LINE) ?? ENOENT; // an integer: just checked
  },
};

function attempt(run: Run, action: () => Result): Result {
  run.lastError = '';
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ModuleFault)) throw error;
    run.lastError = JSON.stringify(error.record);
    return ENOENT;
  }
}

function split(list: string): string[] {
  return list === '' ? [] : list.split('\0');
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME && !value.includes('\0');
}

/** Absolute, without steps that go up. */
function isPath(value: unknown): value is string {
  return isName(value) && isAbsolute(value) && normalize(value) === value;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}
