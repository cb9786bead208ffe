// The words Node's errors share: lists and the "Received …" part. Inside the context.
import { describe } from './describe.ts';

/** 'a', 'a and b', 'a, b, and c'. */
export function formatList(items: readonly string[], conjunction = 'and'): string {
  if (items.length <= 2) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(', ')}, ${conjunction} ${items.at(-1)}`;
}

/** What was received, as in ERR_INVALID_ARG_TYPE: "type string ('x')", "an instance of Map", "function f", "null". */
export function determineSpecificType(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'function':
      return `function ${value.name}`;
    case 'string': {
      const shown = value.length > 28 ? `${value.slice(0, 25)}...` : value;
      return `type string (${shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`})`;
    }
    case 'object': {
      if (value === null) return 'null';
      // The script may have given its object any constructor, or none; a getter is read once.
      const name: unknown = value.constructor?.name;
      return typeof name === 'string' && name !== '' ? `an instance of ${name}` : describe(value, { depth: -1 });
    }
    default:
      return `type ${typeof value} (${describe(value)})`;
  }
}
