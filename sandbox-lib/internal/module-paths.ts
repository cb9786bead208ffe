// Folders of modules, by their names alone. Inside the context, on the path of every request: node:path would be instantiated for it.

/** The folder a path lies in, as path.dirname() has it for absolute paths; '.' for a bare name. */
export function parentFolder(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** The node_modules folders that are looked into from a folder, nearest first. */
export function nodeModulePaths(folder: string): string[] {
  const paths: string[] = [];
  for (let at = folder; ; at = parentFolder(at)) {
    if (at === '/') {
      paths[paths.length] = '/node_modules';
      return paths;
    }
    if (!at.endsWith('/node_modules')) paths[paths.length] = `${at}/node_modules`;
    if (at === '.') return paths;
  }
}

/** './x', '../x', '.' and '..': not looked for in node_modules. */
export function isRelative(request: string): boolean {
  return request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');
}
