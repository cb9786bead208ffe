// Colours regular expressions by nesting, as inspect does with `colors`. Inside the context.
import { inspect } from './inspect.ts';

const PALETTE = ['green', 'red', 'yellow', 'cyan', 'magenta'];

/** What may stand next in a pattern. The groups name the token; the first that matches wins. */
const TOKEN = new RegExp(
  [
    String.raw`(?<braced>\\[upP]\{)(?<inner>[^}]*)\}`,
    String.raw`(?<reference>\\k<)(?<referred>[^>]*)>`,
    String.raw`(?<escaped>\\(?:x.{0,2}|\d+|[upP]\{|k<|[^]|$))`,
    String.raw`(?<open>\()(?:\?<(?<name>[^>=!][^>]*)>|(?<look>\?(?:[:=!]|<[=!])))?(?<flagged>\?)?`,
    String.raw`(?<close>\))`,
    String.raw`(?<class>\[)`,
    String.raw`\{(?<from>\d*)(?<comma>(?<=\d),|(?<=\{),)?(?<to>(?<=,)\d*)?(?<end>\})?(?<lazy>(?<=\})\?)?`,
    '(?<operator>[|+*?,^$])',
    String.raw`(?<any>\.)`,
    '(?<plain>[^/])',
  ].join('|'),
  'y',
);
const CLASS_TOKEN = new RegExp(
  [
    String.raw`(?<braced>\\[upP]\{)(?<inner>[^}]*)\}`,
    String.raw`(?<range>(?<!\[)-(?=[^\]])|\\[upP]\{)`,
    String.raw`(?<escaped>\\(?:x.{0,2}|[^]|$))`,
    String.raw`(?<close>\])`,
    '(?<plain>[^])',
  ].join('|'),
  'y',
);

type Groups = Record<string, string | undefined>;

/** State of one run: where the text stands and how deep. */
interface Painter {
  depth: number;
  paint(text: string, depth: number): void;
}

function createPainter(): Painter & { text(): string } {
  const names = (highlightRegExp as { colors?: string[] }).colors;
  const palette = (names?.length ? names : PALETTE).flatMap((name) => {
    const color = inspect.colors[name];
    return color === undefined ? [] : [color];
  });
  let text = '';
  return {
    depth: 1,
    paint(part, depth) {
      const [on, off] = palette[depth % palette.length] ?? palette[0] ?? [0, 0];
      text += `\x1b[${on}m${part}\x1b[${off}m`;
    },
    text: () => text,
  };
}

/** The regular expression, written as a literal, in colours: `inspect.styles.regexp`. `highlightRegExp.colors` replaces the palette. */
export function highlightRegExp(source: string): string {
  const painter = createPainter();
  painter.paint('/', 0);
  let inClass = false;
  let at = 1;
  while (at < source.length) {
    const pattern = inClass ? CLASS_TOKEN : TOKEN;
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) break; // the closing slash
    at = pattern.lastIndex;
    const groups = match.groups as Groups; // both patterns have groups
    if (inClass) inClass = paintInClass(painter, groups);
    else inClass = paintToken(painter, groups, match[0]);
  }
  painter.paint('/', painter.depth - 1);
  if (at + 1 < source.length) painter.paint(source.slice(at + 1), painter.depth);
  return painter.text();
}

function paintBraced({ paint }: Painter, open: string, inner: string, close: string, depth: number): void {
  paint(open, depth);
  paint(inner, depth + 1);
  paint(close, depth);
}

/** Answers whether the next token is still inside the class. */
function paintInClass(painter: Painter, groups: Groups): boolean {
  const { braced, escaped, close, range, plain } = groups;
  const { depth, paint } = painter;
  if (braced !== undefined) paintBraced(painter, braced, groups['inner'] ?? '', '}', depth);
  else if (close !== undefined) {
    painter.depth--;
    paint(close, depth - 1);
    return false;
  } else if (range !== undefined) paint(range, depth + 1);
  else paint(escaped ?? plain ?? '', depth);
  return true;
}

/** Answers whether the next token is inside a class. */
function paintToken(painter: Painter, groups: Groups, text: string): boolean {
  const { depth, paint } = painter;
  const { braced, reference, open, operator, any } = groups;
  if (braced !== undefined) paintBraced(painter, braced, groups['inner'] ?? '', '}', depth);
  else if (reference !== undefined) paintBraced(painter, reference, groups['referred'] ?? '', '>', depth - 1);
  else if (open !== undefined) paintOpening(painter, groups);
  else if (groups['close'] !== undefined) {
    painter.depth--;
    paint(')', depth - 1);
  } else if (groups['class'] !== undefined) {
    paint('[', depth);
    painter.depth++;
    return true;
  } else if (groups['from'] !== undefined) paintQuantifier(painter, groups);
  else if (operator !== undefined) paint(operator, depth + 3);
  else if (any !== undefined) paint(any, depth + 2);
  else paint(text, depth + 1);
  return false;
}

function paintOpening(painter: Painter, { name, look, flagged }: Groups): void {
  const { depth, paint } = painter;
  paint('(', depth);
  if (look !== undefined) paint(look, depth);
  if (name !== undefined) paintBraced(painter, '?<', name, '>', depth);
  painter.depth++;
  if (flagged !== undefined) paint(flagged, depth + 1);
}

function paintQuantifier(painter: Painter, { from, comma, to, end, lazy }: Groups): void {
  const { depth, paint } = painter;
  if (!from && comma === undefined) {
    paint('{', depth + 1);
    if (end !== undefined) paint(end, depth + 1);
    return;
  }
  paint('{', depth);
  if (from) paint(from, depth + 2);
  if (comma !== undefined) paint(comma, depth + 1);
  if (to) paint(to, depth + 2);
  if (end === undefined) painter.depth++;
  else paint(end, depth);
  if (lazy !== undefined) paint(lazy, depth + 3);
}
