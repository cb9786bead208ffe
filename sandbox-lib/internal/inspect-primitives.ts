// How inspect writes primitives: quoting, escapes, thousands separators. Inside the context.
import type { Inspection, Stylize } from './inspect-types.ts';

const NEEDS_ESCAPE =
  /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const ESCAPED = new RegExp(NEEDS_ESCAPE, 'g');
const NAMED: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};
/** Shorter strings are never broken at their line ends. */
const SHORT_STRING = 16;

function escapeCharacter(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  if (code === 39) return character;
  return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The string as source text: in single quotes, unless it has some and no other kind. */
export function quote(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `'${text}'`;
  const escaped = text.replace(ESCAPED, escapeCharacter);
  if (!text.includes("'")) return `'${escaped}'`;
  if (!text.includes('"')) return `"${escaped}"`;
  if (!text.includes('`') && !text.includes('${')) return `\`${escaped}\``;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Escapes what a property name in brackets must not show raw. */
export function escapeName(name: string): string {
  return name.replace(ESCAPED, (character) => (character === "'" ? "\\'" : escapeCharacter(character)));
}

function separateThousands(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
}

/** The number as JavaScript writes it, except that -0 shows. */
export function formatNumber(value: number, separate: boolean | undefined): string {
  if (value === 0) return 1 / value < 0 ? '-0' : '0';
  const text = `${value}`;
  if (!separate || !/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const [whole = '', fraction] = text.split('.');
  if (fraction === undefined) return separateThousands(whole);
  return `${separateThousands(whole)}.${fraction.replace(/\d{3}(?=\d)/g, '$&_')}`;
}

export function formatBigInt(value: bigint, separate: boolean | undefined): string {
  return `${separate ? separateThousands(`${value}`) : value}n`;
}

/** Writes anything that is no object. */
export function formatPrimitive(inspection: Inspection, value: unknown, stylize: Stylize): string {
  switch (typeof value) {
    case 'string':
      return formatText(inspection, value, stylize);
    case 'number':
      return stylize(formatNumber(value, inspection.numericSeparator), 'number');
    case 'bigint':
      return stylize(formatBigInt(value, inspection.numericSeparator), 'bigint');
    case 'boolean':
      return stylize(`${value}`, 'boolean');
    case 'symbol':
      return stylize(Symbol.prototype.toString.call(value), 'symbol');
    default:
      return stylize(`${value}`, value === null ? 'null' : 'undefined');
  }
}

function formatText(inspection: Inspection, value: string, stylize: Stylize): string {
  let text = value;
  let trailer = '';
  const rest = text.length - inspection.maxStringLength;
  if (rest > 0) {
    text = text.slice(0, inspection.maxStringLength);
    trailer = `... ${rest} more character${rest > 1 ? 's' : ''}`;
  }
  const room = inspection.breakLength - inspection.indentation - 4;
  if (inspection.compact !== true && text.length > SHORT_STRING && text.length > room && text.includes('\n')) {
    const lines = text.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(inspection.indentation + 2)}`) + trailer;
  }
  return stylize(quote(text), 'string') + trailer;
}
