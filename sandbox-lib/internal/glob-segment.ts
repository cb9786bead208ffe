// One segment of a glob pattern as a regular expression: '*', '?', classes and the groups ?(a|b) *(…) +(…) @(…) !(…). Pure.
// Inside the context.

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{Nl}\\p{Nd}',
  alpha: '\\p{L}\\p{Nl}',
  ascii: '\\x00-\\x7f',
  blank: '\\p{Zs}\\t',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  graph: '\\x21-\\x7e',
  lower: '\\p{Ll}',
  print: '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}',
  punct: '\\p{P}',
  space: '\\p{Z}\\t\\r\\n\\v\\f',
  upper: '\\p{Lu}',
  word: '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}',
  xdigit: 'A-Fa-f0-9',
};

/** A literal segment stays a string. Wildcards match neither '.' nor '..', nor the dot a hidden name begins with. */
export function compileSegment(segment: string): string | RegExp {
  if (!/[*?[]|[+@!]\(/.test(segment)) return segment;
  const { source, unicode, magic, text } = translate(segment, '', true);
  if (!magic) return text;
  return new RegExp(`^${segment.startsWith('.') ? '(?!\\.{1,2}$)' : ''}${source}$`, unicode ? 'u' : '');
}

interface Translation {
  source: string;
  unicode: boolean;
  magic: boolean;
  /** What it stands for while nothing in it is magic: '[.]' is a dot. */
  text: string;
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * `rest` is what must follow, already translated: a negated group has to look at it. `first`: the segment begins here.
 */
function translate(pattern: string, rest: string, first: boolean): Translation {
  let source = '';
  let unicode = false;
  let magic = false;
  let text = '';
  for (let i = 0; i < pattern.length; ) {
    const group = /[?*+@!]/.test(pattern[i] as string) ? readGroup(pattern, i) : undefined;
    const atStart = first && i === 0;
    const part = group === undefined ? readPlain(pattern, i) : translateGroup(group, pattern, rest, atStart);
    // A group looks at each of its alternatives itself: a literal dot among them may match.
    if (atStart && part.magic && (group === undefined || group.kind === '!')) source += NOT_HIDDEN;
    source += part.source;
    unicode ||= part.unicode;
    magic ||= part.magic;
    text += part.text;
    i = part.end;
  }
  return { source, unicode, magic, text };
}

const NOT_HIDDEN = '(?!\\.)';

interface Piece extends Translation {
  end: number;
}

function readPlain(pattern: string, start: number): Piece {
  const char = pattern[start] as string;
  if (char === '*') {
    let end = start + 1;
    while (pattern[end] === '*') end++;
    const alone = start === 0 && end === pattern.length;
    return { source: alone ? '[^/]+?' : '[^/]*?', unicode: false, magic: true, text: '', end };
  }
  if (char === '?') return { source: '[^/]', unicode: false, magic: true, text: '', end: start + 1 };
  if (char === '[') {
    const set = readClass(pattern, start);
    if (set !== undefined) return set;
  }
  return { source: escapeText(char), unicode: false, magic: false, text: char, end: start + 1 };
}

/** '[a-z]', '[!abc]', '[[:alpha:]]'; without its ']' a bracket is itself. */
function readClass(pattern: string, start: number): Piece | undefined {
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  const first = at;
  const single = pattern[at];
  if (!negated && single !== undefined && pattern[at + 1] === ']') {
    return { source: escapeText(single), unicode: false, magic: false, text: single, end: at + 2 };
  }
  let source = '';
  let unicode = false;
  for (; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === ']' && at > first) {
      const set = source === '' ? '(?!)' : `[${negated ? '^/' : ''}${source}]`;
      return { source: set, unicode, magic: true, text: '', end: at + 1 };
    }
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    const name = POSIX_CLASSES[named?.[1] ?? ''];
    if (named !== null && name !== undefined) {
      source += name;
      unicode = true;
      at += named[0].length - 1;
    } else if (pattern[at + 1] === '-' && pattern[at + 2] !== undefined && pattern[at + 2] !== ']') {
      const last = pattern[at + 2] as string;
      if (last >= char) source += `${escapeText(char)}-${escapeText(last)}`;
      at += 2;
    } else {
      source += escapeText(char);
    }
  }
  return undefined;
}

interface Group {
  kind: string;
  alternatives: string[];
  end: number;
}

function readGroup(pattern: string, start: number): Group | undefined {
  if (pattern[start + 1] !== '(') return undefined;
  const alternatives: string[] = [];
  let depth = 0;
  let from = start + 2;
  for (let i = start + 1; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '(') depth++;
    else if (char === '|' && depth === 1) {
      alternatives.push(pattern.slice(from, i));
      from = i + 1;
    } else if (char === ')' && --depth === 0) {
      alternatives.push(pattern.slice(from, i));
      return { kind: pattern[start] as string, alternatives, end: i + 1 };
    }
  }
  return undefined;
}

function translateGroup(group: Group, pattern: string, rest: string, first: boolean): Piece {
  const whole = first && group.end === pattern.length;
  const { kind, end } = group;
  const alternatives = whole ? group.alternatives.filter((one) => one !== '') : group.alternatives;
  const parts = alternatives.map((one) => translate(one, rest, first && kind !== '!'));
  const any = parts.map((part) => part.source).join('|');
  const unicode = parts.some((part) => part.unicode);
  const piece = { unicode, magic: true, text: '', end };
  if (kind !== '!') return { ...piece, source: `(?:${any})${kind === '@' ? '' : kind}` };
  const after = translate(pattern.slice(end), rest, false);
  return { ...piece, source: `(?:(?!(?:${any})${after.source}${rest}$)[^/]*?)` };
}
