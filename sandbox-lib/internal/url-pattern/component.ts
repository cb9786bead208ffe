// One component of a URL pattern, ready to match. Inside the context: the expressions of a script run under the limits of its run.
// https://urlpattern.spec.whatwg.org/#component-internals
import {
  type Canonicalize,
  escapeRegexp,
  FULL_WILDCARD,
  type Part,
  parseParts,
  type Separators,
  segmentWildcard,
} from './parts.ts';
import { patternError } from './tokens.ts';

export interface Component {
  /** The pattern in its shortest form. */
  readonly pattern: string;
  readonly expression: RegExp;
  readonly names: readonly string[];
  readonly hasRegExp: boolean;
}

export function compile(
  input: string,
  separators: Separators,
  canonicalize: Canonicalize,
  ignoreCase = false,
): Component {
  const parts = parseParts(input, separators, (text) => (text === '' ? '' : canonicalize(text)));
  const source = `^${parts.map((part) => partSource(part, separators)).join('')}$`;
  let expression: RegExp;
  try {
    expression = new RegExp(source, ignoreCase ? 'vi' : 'v');
  } catch {
    throw patternError();
  }
  return {
    pattern: parts.map((_part, index) => partPattern(parts, index, separators)).join(''),
    expression,
    names: parts.filter(({ type }) => type !== 'text').map(({ name }) => `${name}`),
    hasRegExp: parts.some(({ type }) => type === 'regexp'),
  };
}

function valueSource(part: Part, separators: Separators): string {
  if (part.type === 'segment') return segmentWildcard(separators);
  return part.type === 'wildcard' ? FULL_WILDCARD : part.value;
}

function partSource(part: Part, separators: Separators): string {
  const { modifier } = part;
  if (part.type === 'text') {
    return modifier === '' ? escapeRegexp(part.value) : `(?:${escapeRegexp(part.value)})${modifier}`;
  }
  const value = valueSource(part, separators);
  const repeats = modifier === '*' || modifier === '+';
  if (part.prefix === '' && part.suffix === '') return repeats ? `((?:${value})${modifier})` : `(${value})${modifier}`;
  const prefix = escapeRegexp(part.prefix);
  const suffix = escapeRegexp(part.suffix);
  if (!repeats) return `(?:${prefix}(${value})${suffix})${modifier}`;
  const all = `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})`;
  return modifier === '*' ? `${all}?` : all;
}

export function escapePattern(text: string): string {
  return text.replace(/[+*?:{}()\\]/g, '\\$&');
}

function isName(text: string): boolean {
  return /^[\p{ID_Continue}$\u200c\u200d]/u.test(text);
}

/** The text of a part; braces are written only where they mean something. */
function partPattern(parts: readonly Part[], index: number, separators: Separators): string {
  const part = parts[index] as Part; // the caller counts
  const { type, modifier, name, prefix, suffix } = part;
  if (type === 'text') {
    return modifier === '' ? escapePattern(part.value) : `{${escapePattern(part.value)}}${modifier}`;
  }
  const previous = parts[index - 1];
  const custom = typeof name === 'string';
  const grouped = needsBraces(part, previous, parts[index + 1], separators);
  let text = custom ? `:${name}` : '';
  if (type === 'regexp') text += `(${part.value})`;
  else if (type === 'segment' && !custom) text += `(${segmentWildcard(separators)})`;
  else if (type === 'wildcard') {
    const alone =
      !custom &&
      (previous === undefined || previous.type === 'text' || previous.modifier !== '' || grouped || prefix !== '');
    text += alone ? '*' : `(${FULL_WILDCARD})`;
  }
  if (type === 'segment' && custom && suffix !== '' && isName(suffix)) text += '\\';
  const whole = `${escapePattern(prefix)}${text}${escapePattern(suffix)}`;
  return `${grouped ? `{${whole}}` : whole}${modifier}`;
}

function needsBraces(part: Part, previous: Part | undefined, next: Part | undefined, separators: Separators): boolean {
  const { prefix, suffix } = part;
  if (suffix !== '' || (prefix !== '' && prefix !== separators.prefix)) return true;
  const custom = typeof part.name === 'string';
  if (
    custom &&
    part.type === 'segment' &&
    part.modifier === '' &&
    next !== undefined &&
    next.prefix === '' &&
    next.suffix === ''
  ) {
    if (next.type === 'text' ? isName(next.value) : typeof next.name === 'number') return true;
  }
  return (
    prefix === '' && previous?.type === 'text' && separators.prefix !== '' && previous.value.endsWith(separators.prefix)
  );
}
