// util.diff: what changed between two texts or lists of texts. Inside the context. https://nodejs.org/api/util.html#utildiffactual-expected
import { type Edit, KEPT, myersDiff } from './myers-diff.ts';
import { validateString, validateStringArray } from './validators.ts';

function toItems(value: unknown, name: string): ArrayLike<string> {
  if (Array.isArray(value)) {
    validateStringArray(value, name);
    return value;
  }
  validateString(value, name);
  return value;
}

/** Nothing for equal inputs; else every item with what happens to it. */
export function diff(actual: unknown, expected: unknown): Edit<string>[] {
  if (actual === expected) return [];
  const edits = myersDiff(toItems(actual, 'actual'), toItems(expected, 'expected'));
  return edits.every(([operation]) => operation === KEPT) && typeof actual === 'string' ? [] : edits;
}
