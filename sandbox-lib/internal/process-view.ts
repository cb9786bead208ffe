// What the text modules ask of the process of the run. Inside the context. They look at the global one, as a script may have replaced
// its methods or its environment, and as they must not depend on all that the process object depends on.

interface HasProcess {
  readonly process: { cwd(): string; readonly pid: number; readonly env: Readonly<Record<string, string | undefined>> };
}

const global = globalThis as unknown as HasProcess;

export function cwd(): string {
  return global.process.cwd();
}

export function pid(): number {
  return global.process.pid;
}

/** One variable of the environment. */
export function variable(name: string): string | undefined {
  return global.process.env[name];
}
