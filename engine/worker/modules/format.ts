// What a file is: CommonJS, an ES module, JSON; TypeScript or not. Worker side.
// https://nodejs.org/api/packages.html#determining-module-system, https://nodejs.org/api/typescript.html
import { extname } from 'node:path';
import { fault, ModuleFault } from './fault.ts';
import type { Packages } from './package-config.ts';

/** 'detect': its syntax decides, as nothing else says what it is. */
export type Format = 'commonjs' | 'module' | 'json' | 'detect';

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.cjs': 'commonjs',
  '.cts': 'commonjs',
  '.mjs': 'module',
  '.mts': 'module',
  '.json': 'json',
};
/** Files whose package.json decides. A '.cgi' file is a script whose name says nothing about its language. */
const BY_PACKAGE = new Set(['.js', '.ts', '', '.cgi']);

export function isTypeScript(path: string): boolean {
  return /\.[cm]?ts$/.test(path);
}

/** How require() takes a file, and how the script itself is run. Unknown extensions are JavaScript, as in node. */
export function formatForRequire(path: string, packages: Packages): Format {
  const extension = extname(path);
  if (extension === '.node') throw addonRefused(path, packages);
  const known = BY_EXTENSION[extension];
  if (known !== undefined) return known;
  return BY_PACKAGE.has(extension) ? byPackage(path, packages) : 'detect';
}

/** How import takes a file: an unknown extension is an error. */
export function formatForImport(path: string, packages: Packages): Format {
  const extension = extname(path);
  if (extension === '.node') throw addonRefused(path, packages);
  const known = BY_EXTENSION[extension];
  if (known !== undefined) return known;
  if (!BY_PACKAGE.has(extension)) throw fault('ERR_UNKNOWN_FILE_EXTENSION', extension, path);
  return byPackage(path, packages);
}

function byPackage(path: string, packages: Packages): Format {
  const type = packages.scopeOf(path)?.type ?? 'none';
  return type === 'none' ? 'detect' : type;
}

function addonRefused(path: string, packages: Packages): ModuleFault {
  const name = packages.scopeOf(path)?.name;
  const whose = name === undefined ? '' : ` of package "${name}"`;
  return new ModuleFault({
    code: 'ERR_DLOPEN_DISABLED',
    message: `Cannot load native addon "${path}"${whose}: machine code would run outside the sandbox`,
  });
}
