// The working directory of the run, for the modules that resolve paths. Inside the context.

interface HasProcess {
  readonly process: { cwd(): string; env: Readonly<Record<string, string | undefined>> };
}

/** As process.cwd() answers: a script may have replaced it, and node asks it each time too. */
export function cwd(): string {
  return (globalThis as unknown as HasProcess).process.cwd();
}

/** The directory a Windows drive is at, where the environment says so: `=C:`. */
export function driveDirectory(drive: string): string | undefined {
  return (globalThis as unknown as HasProcess).process.env[`=${drive}`];
}
