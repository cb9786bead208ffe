// Settings of the library that a run has changed and that its context would carry on to the next one (reload modes `modules` and `never`).
// Inside the context; instantiated when there is one, and in those modes.

/** Sets it back; the answer is whether it was another one. */
type Restore = () => boolean;

let changed: Array<readonly [name: string, restore: Restore]> = [];

/** A script is about to change a setting, whatever it is changed to. */
export function noteChange(name: string, restore: Restore): void {
  changed[changed.length] = [name, restore];
}

/** Sets all back for the next run. With modules that are kept, which may count on what they have set: the name of one that was changed. */
export function restoreSettings(keepModules: boolean): string {
  const now = changed;
  changed = [];
  let left = '';
  for (let i = 0; i < now.length; i++) {
    const [name, restore] = now[i] as (typeof now)[number]; // the index is below the length
    // Those of the process are a run's own.
    if (restore() && keepModules && !name.startsWith('process.')) left = name;
  }
  return left;
}
