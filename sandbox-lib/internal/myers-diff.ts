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
  /** Furthest place in `actual` reached on each diagonal; before each number of edits, the part of it that can matter. */
  const reached = new Int32Array(2 * max + 3);
  const rows: Int32Array[] = [];
  for (let edits = 0; edits <= max; edits++) {
    const row = reached.slice(max - edits, max + edits + 3);
    rows.push(row);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFromAbove(row, diagonal, edits) ? at(row, diagonal + 1, edits) : at(row, diagonal - 1, edits) + 1;
      let y = x - diagonal;
      while (x < actual.length && y < expected.length && equal(actual[x] as T, expected[y] as T)) {
        x++;
        y++;
      }
      reached[diagonal + max + 1] = x;
      if (x >= actual.length && y >= expected.length) return walkBack(rows, actual, expected, keep);
    }
  }
  return [];
}

/** The row of a number of edits begins one diagonal below the lowest it can reach. */
function at(row: Int32Array, diagonal: number, edits: number): number {
  return row[diagonal + edits + 1] ?? 0;
}

function comesFromAbove(row: Int32Array, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && at(row, diagonal - 1, edits) < at(row, diagonal + 1, edits);
}

function walkBack<T>(
  rows: Int32Array[],
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  keep: (a: T, b: T) => T,
): Edit<T>[] {
  const script: Edit<T>[] = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = rows.length - 1; edits >= 0; edits--) {
    const row = rows[edits] as Int32Array; // edits < rows.length
    const diagonal = x - y;
    const previous = comesFromAbove(row, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const previousX = at(row, previous, edits);
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
