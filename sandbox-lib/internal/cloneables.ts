// Objects of the library that structured clones know how to copy, told by the rooms that make them: before those are instantiated there are
// none. Inside the context.

type Cloner = (value: object) => object | undefined;

const cloners: Cloner[] = [];

/** `cloner` answers undefined for what it does not know. */
export function addCloneable(cloner: Cloner): void {
  cloners.push(cloner);
}

export function cloneKnown(value: object): object | undefined {
  for (const cloner of cloners) {
    const copy = cloner(value);
    if (copy !== undefined) return copy;
  }
  return undefined;
}
