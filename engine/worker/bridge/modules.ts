// Finding and compiling modules for the loader in the context. Worker side; the other end is sandbox-lib/loader.ts.
import type { ModuleBridge } from '../../../sandbox-lib/bridge.ts';
import { resolveModule } from '../modules/resolve.ts';
import { EINVAL, ENOENT } from './errno.ts';
import type { Handler } from './handler.ts';

/** Longest source line a frame shows: a minified file is one line. */
const MAX_LINE = 512;
const MAX_PATH = 4096;

export const moduleHandlers: Readonly<Record<keyof ModuleBridge, Handler>> = {
  resolve(run, [specifier, parent]) {
    if (!isPath(specifier) || !isPath(parent)) return EINVAL;
    const resolution = resolveModule(specifier, parent, run);
    if ('path' in resolution) return resolution.path;
    run.lastError = `${resolution.code}\0${resolution.message}`;
    return ENOENT;
  },
  load(run, [path]) {
    if (!isPath(path)) return EINVAL;
    return run.load(path);
  },
  sourceLine(run, [path, line]) {
    if (!isPath(path) || !Number.isSafeInteger(line)) return EINVAL;
    const text = run.loadedText(path)?.split('\n')[(line as number) - 1];
    return text === undefined ? ENOENT : text.slice(0, MAX_LINE).replace(/\r$/, '');
  },
};

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_PATH && !value.includes('\0');
}
