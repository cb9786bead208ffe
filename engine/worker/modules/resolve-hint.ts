// An import that is only missing its extension is told so, as in node. Worker side.
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModuleFault } from './fault.ts';
import type { ModuleSources } from './module-sources.ts';
import { type ImportTarget, resolveImport } from './resolve-import.ts';
import { DEFAULT_EXTENSIONS, resolveRequire } from './resolve-require.ts';
import { isPathLike } from './specifier.ts';

/** `resolveImport`, with a hint in the fault where require() would have found a file. */
export function resolveHinted(specifier: string, parentUrl: string, sources: ModuleSources): ImportTarget {
  try {
    return resolveImport(specifier, parentUrl, sources.files, sources.packages);
  } catch (error) {
    if (!(error instanceof ModuleFault) || !parentUrl.startsWith('file:')) throw error;
    const { code } = error.record;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ERR_UNSUPPORTED_DIR_IMPORT') throw error;
    const hint = hintFor(specifier, fileURLToPath(parentUrl), sources);
    throw hint === undefined ? error : new ModuleFault({ ...error.record, hint: `Did you mean to import "${hint}"?` });
  }
}

function hintFor(specifier: string, parent: string, sources: ModuleSources): string | undefined {
  try {
    const request = { specifier, parent, extensions: DEFAULT_EXTENSIONS };
    const path = resolveRequire(request, sources.files, sources.packages);
    if (!isPathLike(specifier)) return path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length);
    const way = relative(dirname(parent), path);
    return way.startsWith('../') ? way : `./${way}`;
  } catch {
    return undefined; // nothing to hint at
  }
}
