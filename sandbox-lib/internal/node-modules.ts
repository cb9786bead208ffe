// Is the code that called the library a package's? Node keeps some deprecation warnings from such code. Inside the context.

/** The caller is the first frame with an absolute path: the library's own frames have none. */
export function isCalledFromNodeModules(): boolean {
  const [, path] = /(?:\(|at )((?:\/|[A-Za-z]:\\|file:).*?):\d+:\d+\)?$/m.exec(new Error().stack ?? '') ?? [];
  return path !== undefined && /[/\\]node_modules[/\\]/.test(path);
}
