// Which sources Node itself would not parse: neither does the sandbox. Parent process; one child for all files.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** A source and what kind of one its name and its package say it is. */
export interface SourceFile {
  readonly path: string;
  readonly format: 'commonjs' | 'module' | 'detect';
}

export interface SyntaxFault {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export function findSyntaxFaults(paths: readonly string[]): SyntaxFault[] {
  if (paths.length === 0) return [];
  const files = paths.map((path): SourceFile => ({ path, format: formatOf(path) }));
  // The source before the build has another extension.
  const program = join(import.meta.dirname, `check-syntax${extname(import.meta.filename)}`);
  const args = ['--experimental-vm-modules', '--no-warnings', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Cannot check the syntax of ${paths.length} files: ${stderr}`);
  return JSON.parse(stdout) as SyntaxFault[]; // what check-syntax.ts writes
}

/** https://nodejs.org/api/packages.html#determining-module-system */
function formatOf(path: string): SourceFile['format'] {
  const extension = extname(path);
  if (/^\.m[jt]s$/.test(extension)) return 'module';
  if (/^\.c[jt]s$/.test(extension)) return 'commonjs';
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return typeIn(file);
    if (folder === dirname(folder) || folder.endsWith('/node_modules')) return 'detect';
  }
}

function typeIn(file: string): SourceFile['format'] {
  try {
    const { type } = JSON.parse(readFileSync(file, 'utf8')) as { readonly type?: unknown };
    return type === 'module' || type === 'commonjs' ? type : 'detect';
  } catch {
    return 'detect'; // a package.json that is none is another matter
  }
}
