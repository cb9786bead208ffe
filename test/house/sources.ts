// The project's own sources with their imports, for the tests that hold the house to its rules.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Source {
  /** Path relative to the project: 'engine/index.ts'. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Imported project files by their path, packages and node: modules by their name. */
  readonly imports: readonly string[];
  /** The same without imports of types only, which leave nothing behind at run time. */
  readonly valueImports: readonly string[];
}

const IMPORT = /^(?:import|export)\s+(type\s)?[^'";=()]*?\sfrom\s+'([^']+)'/gm;

export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readSource(join(folder, name))),
  );
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const found = [...text.matchAll(IMPORT)].map(([statement, type, specifier = '']) => ({
    name: specifier.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), specifier)) : specifier,
    isType: type !== undefined || /^(?:import|export)\s*\{(?:\s*type\s+[^,}]+,?)+\s*\}/.test(statement),
  }));
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    imports: found.map(({ name }) => name),
    valueImports: found.filter(({ isType }) => !isType).map(({ name }) => name),
  };
}

/** The Markdown files of the project: those at the top, the docs, and what lies beside the examples. */
export function readDocuments(): { readonly path: string; readonly text: string }[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const below = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  );
  return [...top, ...below].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}
