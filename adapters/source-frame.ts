// The lines of source around the place where a script failed, for the developer's page. Parent process.
// A stack is text that the script may have made up: only files below the folder of scripts are ever looked into.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINES_BEFORE = 4;
const LINES_AFTER = 2;
const MAX_FILE = 1_048_576;
const MAX_LINE = 200;
// 'at f (/cgi-bin/a.js:5:17)', 'at file:///cgi-bin/a.mjs:5:17' or '/cgi-bin/a.js:2', the first line of a SyntaxError.
const PLACE = /^(?:\s+at (?:.*\()?)?((?:file:\/\/)?\/.*?):(\d+)(?::\d+)?\)?$/;
/** A longer line is no place: looking for one in it takes time by the square of its length. */
const MAX_PLACE = 1024;

export interface SourceFrame {
  /** Path below the folder of scripts. */
  readonly file: string;
  readonly line: number;
  readonly lines: ReadonlyArray<{ readonly number: number; readonly text: string }>;
}

/** The first place in a stack that lies below `root` and can be read. */
export function findSourceFrame(stack: string, root: string): SourceFrame | undefined {
  for (const text of stack.split('\n')) {
    const [, place = '', line = ''] = (text.length <= MAX_PLACE && PLACE.exec(text)) || [];
    const found = place === '' ? undefined : fileBelow(place, root);
    const frame = found && readFrame(found.path, found.file, Number(line));
    if (frame !== undefined) return frame;
  }
  return undefined;
}

function fileBelow(place: string, root: string): { readonly path: string; readonly file: string } | undefined {
  try {
    const path = realpathSync.native(place.startsWith('file:') ? fileURLToPath(place) : place);
    const file = relative(root, path);
    return file === '' || file.split(sep).some((name) => name.startsWith('.')) ? undefined : { path, file };
  } catch {
    return undefined;
  }
}

function readFrame(path: string, file: string, line: number): SourceFrame | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > MAX_FILE) return undefined;
    const all = readFileSync(path, 'utf8').split(/\r?\n/);
    // Behind the last line break is no line.
    if (all.at(-1) === '' && line < all.length) all.pop();
    if (line < 1 || line > all.length) return undefined;
    const first = Math.max(1, line - LINES_BEFORE);
    const shown = all.slice(first - 1, line + LINES_AFTER);
    return { file, line, lines: shown.map((text, i) => ({ number: first + i, text: text.slice(0, MAX_LINE) })) };
  } catch {
    return undefined;
  }
}
