// The way to the table of modules for rooms below it. Inside the context.

type Find = (id: string) => unknown;

let find: Find | undefined;

/** Called at boot. */
export function connectBuiltins(load: Find): void {
  find = load;
}

/** What process.getBuiltinModule() answers. */
export function findBuiltin(id: string): unknown {
  return find?.(id);
}
