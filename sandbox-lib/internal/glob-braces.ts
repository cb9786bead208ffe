// Brace expansion of glob patterns: 'a{b,c}' is 'ab' or 'ac', 'a{1..3}' counts. Pure. Inside the context.

const SEQUENCE = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/;
/** More alternatives than this are cut: a pattern must not eat the memory of a run. */
const LIMIT = 10_000;

/** All patterns a braced pattern stands for. */
export function expandBraces(pattern: string): string[] {
  const open = findGroup(pattern);
  if (open === undefined) return [pattern];
  const { before, body, after } = open;
  const tails = expandBraces(after);
  const choices = alternativesOf(body) ?? expandBraces(body).map((inner) => `{${inner}}`);
  const all: string[] = [];
  for (const choice of choices) {
    for (const tail of tails) {
      if (all.length >= LIMIT) return all;
      all.push(`${before}${choice}${tail}`);
    }
  }
  return all;
}

/** The first '{' that has a matching '}'; '${' is no group. */
function findGroup(pattern: string): { before: string; body: string; after: string } | undefined {
  for (let start = pattern.indexOf('{'); start !== -1; start = pattern.indexOf('{', start + 1)) {
    if (pattern[start - 1] === '$') continue;
    const end = findEnd(pattern, start);
    if (end !== -1) {
      return { before: pattern.slice(0, start), body: pattern.slice(start + 1, end), after: pattern.slice(end + 1) };
    }
  }
  return undefined;
}

function findEnd(pattern: string, start: number): number {
  let depth = 0;
  for (let i = start; i < pattern.length; i++) {
    if (pattern[i] === '{') depth++;
    else if (pattern[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

/** What stands between the braces as a list, or undefined where it is literal text ('{a}'). */
function alternativesOf(body: string): string[] | undefined {
  const sequence = SEQUENCE.exec(body);
  if (sequence !== null) return countUp(sequence[1] ?? '', sequence[2] ?? '', Number(sequence[3] ?? 1));
  const parts = splitAtCommas(body);
  return parts.length > 1 ? parts.flatMap(expandBraces) : undefined;
}

function splitAtCommas(body: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '{') depth++;
    else if (body[i] === '}') depth--;
    else if (body[i] === ',' && depth === 0) {
      parts.push(body.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(body.slice(start));
  return parts;
}

function countUp(from: string, to: string, step: number): string[] | undefined {
  const letters = /[A-Za-z]/.test(from);
  if (letters !== /[A-Za-z]/.test(to)) return undefined;
  const [first, last] = letters ? [from.charCodeAt(0), to.charCodeAt(0)] : [Number(from), Number(to)];
  const padded = !letters && (/^-?0\d/.test(from) || /^-?0\d/.test(to));
  const width = padded ? Math.max(from.length, to.length) : 0;
  const size = Math.max(Math.abs(step), 1);
  const items: string[] = [];
  for (let i = 0; i <= Math.abs(last - first) / size && i < LIMIT; i++) {
    const value = first + i * size * (last >= first ? 1 : -1);
    items.push(letters ? String.fromCharCode(value) : padNumber(value, width));
  }
  return items;
}

function padNumber(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
