// The shortest edit script between two lists (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Inside the context.

export const DELETED = -1;
export const KEPT = 0;
export const INSERTED = 1;

/** What happens to one item: INSERTED is in `actual` only, DELETED in `expected` only. */
export type Edit<T> = [operation: typeof DELETED | typeof KEPT | typeof INSERTED, item: T];

/** Edits from `expected` to `actual`, in order. An item is kept where `equal` says so, in the form `keep` chooses. */
export function myersDiff<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  equal: (a: T, b: T) => boolean = Object.is,
  keep: (a: T, b: T) => T = (a) => a,
): Edit<T>[] {
  const max = actual.length + expected.length;
  /** Furthest place in `actual` reached on each diagonal, one row per number of edits. */
  const rows: Int32Array[] = [];
  let reached = new Int32Array(2 * max + 2);
  for (let edits = 0; edits <= max; edits++) {
    rows.push(reached);
    const next = reached.slice();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFromAbove(reached, diagonal, edits, max)
        ? at(reached, diagonal + 1, max)
        : at(reached, diagonal - 1, max) + 1;
      let y = x - diagonal;
      while (x < actual.length && y < expected.length && equal(actual[x] as T, expected[y] as T)) {
        x++;
        y++;
      }
      next[diagonal + max] = x;
      if (x >= actual.length && y >= expected.length) return walkBack(rows, actual, expected, max, keep);
    }
    reached = next;
  }
  return [];
}

function at(row: Int32Array, diagonal: number, max: number): number {
  return row[diagonal + max] ?? 0;
}

function comesFromAbove(row: Int32Array, diagonal: number, edits: number, max: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && at(row, diagonal - 1, max) < at(row, diagonal + 1, max);
}

function walkBack<T>(
  rows: Int32Array[],
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  max: number,
  keep: (a: T, b: T) => T,
): Edit<T>[] {
  const script: Edit<T>[] = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = rows.length - 1; edits >= 0; edits--) {
    const row = rows[edits] as Int32Array; // edits < rows.length
    const diagonal = x - y;
    const previous = comesFromAbove(row, diagonal, edits, max) ? diagonal + 1 : diagonal - 1;
    const previousX = at(row, previous, max);
    const previousY = previousX - previous;
    while (x > previousX && y > previousY) {
      script.push([KEPT, keep(actual[--x] as T, expected[--y] as T)]);
    }
    if (edits === 0) break;
    if (x > previousX) script.push([INSERTED, actual[--x] as T]);
    else script.push([DELETED, expected[--y] as T]);
  }
  return script.reverse();
}
