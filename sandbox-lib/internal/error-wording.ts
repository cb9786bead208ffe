// The words Node's errors share: lists and the "Received …" part. Inside the context.
import { inspect } from './inspect.ts';

/** 'a', 'a and b', 'a, b, and c'. */
export function formatList(items: readonly string[], conjunction = 'and'): string {
  if (items.length <= 2) return items.join(` ${conjunction} `);
  return `${items.slice(0, -1).join(', ')}, ${conjunction} ${items.at(-1)}`;
}

/** A value inside a message, as util.inspect shows it; what needs no inspection does not instantiate it. */
export function describe(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'boolean' || typeof value === 'symbol' ? String(value) : inspect(value);
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
      return typeof name === 'string' && name !== '' ? `an instance of ${name}` : inspect(value, { depth: -1 });
    }
    default:
      return `type ${typeof value} (${describe(value)})`;
  }
}
