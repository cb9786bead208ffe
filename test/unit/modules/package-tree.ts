// A temporary tree of packages, and a view of it as a run has it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ModuleFiles } from '../../../engine/worker/modules/module-files.ts';
import { Packages } from '../../../engine/worker/modules/package-config.ts';

export interface PackageTree {
  readonly root: string;
  readonly files: ModuleFiles;
  readonly packages: Packages;
}

/** Writes the files; an object becomes JSON, '-> path' a link. Readable is the root, or only the given folders in it. */
export function packageTree(
  t: { after(clean: () => void): void },
  tree: Record<string, string | object>,
  readable: readonly string[] = [''],
): PackageTree {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-tree-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(tree)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), path);
    else writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { root, ...viewOf(readable.map((folder) => join(root, folder))) };
}

/** A fresh view, as the next run has it. */
export function viewOf(
  readable: readonly string[],
  memory?: Readonly<Record<string, string>>,
): Pick<PackageTree, 'files' | 'packages'> {
  const files = new ModuleFiles({
    files: memory,
    grants: { read: readable.map((folder) => `${folder}/`), write: [], aliases: [] },
  });
  return { files, packages: new Packages(files) };
}
