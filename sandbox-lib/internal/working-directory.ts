// The virtual working directory of a run: it belongs to the run, not to the worker. Inside the context.

let folder = '/';

export function currentDirectory(): string {
  return folder;
}

/** Sets it to a real path that the host has approved. */
export function changeDirectory(real: string): void {
  folder = real;
}
