// Finding, compiling and linking modules for the loader in the context. Worker side; the other end is sandbox-lib/internal/modules.
import { isAbsolute, normalize } from 'node:path';
import type { ModuleBridge } from '../../../sandbox-lib/bridge.ts';
import type { FaultRecord } from '../../../sandbox-lib/bridge-faults.ts';
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

const HOST_FAILED: FaultRecord = { code: 'EIO', message: 'Cannot load a module: the server failed' };

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
    return attempt(run, () => {
      refuseText(run);
      return run.modules.compile(text, path).derefInto();
    });
  },
  resolveImport(run, [specifier, parentUrl, metaOnly]) {
    if (!isName(specifier) || !isName(parentUrl)) return EINVAL;
    return attempt(run, () => run.modules.resolveImport(specifier, parentUrl, metaOnly === true));
  },
  linkModule(run, [url, type]) {
    if (!isName(url) || (type !== undefined && !isName(type))) return EINVAL;
    return attempt(run, () => {
      if (url.startsWith('data:')) refuseText(run);
      return run.modules.link(url, type).join('\0');
    });
  },
  builtinNames(run, [name, names]) {
    if (!isName(name) || !isText(names)) return EINVAL;
    run.modules.setBuiltinNames(name, split(names));
    return 0;
  },
  driveModule(run, [url, id, mode]) {
    if (!isName(url) || !isInt(id)) return EINVAL;
    if (mode !== 'defer' && mode !== 'now' && mode !== 'marked') return EINVAL;
    return attempt(run, () => (run.modules.drive(url, id, mode) ? 1 : 0));
  },
  moduleAwaits(run, [url]) {
    if (!isName(url)) return EINVAL;
    return attempt(run, () => (run.modules.awaits(url) ? 1 : 0));
  },
  moduleDone(run, [id]) {
    if (!isInt(id)) return EINVAL;
    run.modules.done(id);
    return 0;
  },
  fileUrl: (_run, [path]) => (isPath(path) ? urlOf(path) : EINVAL),
  checkScript(run, [code, filename, line, column]) {
    if (!isText(code) || !isName(filename) || !isInt(line) || !isInt(column)) return EINVAL;
    return attempt(run, () => {
      refuseText(run);
      run.modules.checkScript({ code, filename, line, column });
      return 0;
    });
  },
  runScript(run, [code, filename, line, column, timeout, context]) {
    if (!isText(code) || !isName(filename) || !isInt(line) || !isInt(column)) return EINVAL;
    if (!isInt(timeout) || !isInt(context)) return EINVAL;
    return attempt(run, () => {
      refuseText(run);
      return run.modules.runScript({ code, filename, line, column }, timeout, context).derefInto();
    });
  },
  openContext(run, [id, text]) {
    if (!isInt(id) || id < 1 || !isText(text)) return EINVAL;
    return attempt(run, () => {
      refuseText(run);
      return run.modules.openContext(id, text).derefInto();
    });
  },
  enterContext(run, [id, timeout]) {
    if (!isInt(id) || !isInt(timeout)) return EINVAL;
    return attempt(run, () => {
      run.modules.enterContext(id, timeout);
      return 0;
    });
  },
  sourceLine(run, [name, line]) {
    if (!isName(name) || !isInt(line)) return EINVAL;
    return run.modules.line(name, line)?.slice(0, MAX_LINE) ?? ENOENT;
  },
};

/** Where the engine says so, no code is made from text: the library cannot be the only one to refuse it. */
function refuseText(run: Run): void {
  if (run.settings.codeGeneration) return;
  const message = 'Code generation from strings disallowed for this context';
  throw new ModuleFault({ code: 'EvalError', base: 'EvalError', message });
}

function attempt(run: Run, action: () => Result): Result {
  run.lastError = '';
  try {
    return action();
  } catch (error) {
    const known = error instanceof ModuleFault;
    run.lastError = JSON.stringify(known ? error.record : HOST_FAILED);
    if (!known) throw error;
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

function isInt(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}
