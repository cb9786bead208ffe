// Where a module that is not Node's own leads: a file of the script's, a package, or what is in the way. Parent process.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { Finding } from './examine.ts';

/** A file of the script's own, nothing (a package, which runs or does not), or what is in the way. */
export function follow(
  specifier: string,
  file: string,
  root: string,
): string | undefined | Omit<Finding, 'file' | 'line'> {
  const what = `module ${JSON.stringify(specifier)}`;
  const isOwn = /^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier);
  const path =
    isOwn && existsSync(resolve(dirname(file), specifier)) ? ownFile(specifier, file) : locate(specifier, file);
  if (path === undefined) {
    return { verdict: 'change', what, instead: 'there is no such module: node would not find it either' };
  }
  if (path.endsWith('.node')) return { verdict: 'cannot', what, instead: 'native addons are never loaded' };
  const real = realpathSync(path);
  if (isOwn && real.endsWith('.json') && !isJson(real)) {
    return { verdict: 'change', what, instead: 'it is not JSON: node would not take it either' };
  }
  if (!real.startsWith(`${root}/`)) {
    const flag = `--allow-read ${packageFolder(real) ?? dirname(real)}`;
    return { verdict: 'grant', what, instead: flag, flag };
  }
  return isOwn && !real.includes('/node_modules/') && /\.(?:[cm]?[jt]s|cgi)$/.test(real) ? real : undefined;
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
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
