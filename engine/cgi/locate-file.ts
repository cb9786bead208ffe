// Finds a script by its path under the root, for callers that have a file name and no URL. Parent process; nothing is URL-decoded.
import { basename, relative, resolve, sep } from 'node:path';
import { CgiError } from '../errors.ts';
import type { LocatedScript, ScriptFileOptions } from './script-file.ts';
import { checkFolder, checkScriptFile, type FileProbe, forbidden, isInside, refuseName } from './script-file.ts';

/**
 * Finds the script at `path`, relative to the root (or absolute inside it). SCRIPT_NAME is its path under the root.
 * @throws CgiError BAD_PATH, PATH_REFUSED, SCRIPT_NOT_FOUND, SCRIPT_FORBIDDEN
 */
export function locateFile(path: string, probe: FileProbe, options: ScriptFileOptions): LocatedScript {
  if (/[\0-\x1f\x7f]/.test(path)) {
    throw new CgiError('BAD_PATH', `Cannot find script ${JSON.stringify(path)}: its name holds a control character`);
  }
  const file = resolve(options.root, path);
  if (!isInside(file, options.root)) throw forbidden(path, `it is outside of root "${options.root}"`);
  const names = relative(options.root, file).split(sep);
  for (const name of names) {
    if (name !== '') refuseName(name);
  }
  const kind = probe.kind(file);
  if (kind !== 'file') throw notAFile(file, kind, probe, options);
  const script = checkScriptFile(file, probe, options);
  const nph = basename(file).startsWith('nph-');
  return { kind: 'script', script, scriptName: `/${names.join('/')}`, pathInfo: undefined, nph };
}

function notAFile(
  file: string,
  kind: Exclude<ReturnType<FileProbe['kind']>, 'file'>,
  probe: FileProbe,
  options: ScriptFileOptions,
): CgiError {
  if (kind === 'missing') return new CgiError('SCRIPT_NOT_FOUND', `Cannot find script "${file}"`);
  if (kind === 'directory') {
    checkFolder(file, probe, options);
    return new CgiError('DIRECTORY_WITHOUT_INDEX', `Cannot run "${file}": it is a folder`);
  }
  return forbidden(file, kind === 'other' ? 'it is not a regular file' : 'this process may not read it');
}
