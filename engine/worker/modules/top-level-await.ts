// Whether an ES module waits at its top level. V8 knows, but isolated-vm does not tell; so it is asked in another way. Worker side.
// The text without its imports and exports is put into a static block of a class, where `await` is an error unless a function stands
// around it.
import { type Export, type Import, parse } from 'es-module-lexer';

/** Whether the text of a module that V8 has taken waits at its top level. `compiles` says whether V8 takes a script. */
export function hasTopLevelAwait(text: string, compiles: (script: string) => boolean): boolean {
  if (!/\bawait\b/.test(text)) return false;
  const body = withoutModuleSyntax(text);
  if (body === undefined || compiles(`class A { static {\n${body}\n} }`)) return false;
  // Only if it is the await that it minds.
  return compiles(`async function a() { "use strict";\n${body}\n}`);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function withoutModuleSyntax(text: string): string | undefined {
  let imports: readonly Import[];
  let exports: readonly Export[];
  try {
    [imports, exports] = parse(text);
  } catch {
    return undefined;
  }
  const edits = imports.flatMap(importEdit);
  const seen = new Set(edits.map(({ start }) => start));
  for (const { exportStart } of exports) {
    if (seen.has(exportStart)) continue; // one of several names of a statement, or a re-export
    seen.add(exportStart);
    edits.push(exportEdit(text, exportStart));
  }
  edits.sort((a, b) => a.start - b.start);
  let out = '';
  let at = text.startsWith('#!') ? text.indexOf('\n') : 0;
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

function importEdit(one: Import): Edit[] {
  if (one.type === 'dynamic') return [];
  return [{ start: one.importStart, end: one.importEnd, text: one.type === 'import-meta' ? '_' : ';' }];
}

function exportEdit(text: string, start: number): Edit {
  const after = text.slice(start);
  const [list] = /^export\s*\{[^}]*\}/.exec(after) ?? [];
  if (list !== undefined) return { start, end: start + list.length, text: ';' };
  const [head] = /^export\s+default\b/.exec(after) ?? [];
  if (head === undefined) return { start, end: start + 'export'.length, text: '' };
  const isDeclaration = /^\s*(?:(?:async\s+)?function\s*\*?\s*[^\s(*]|class\s+(?!extends\b)[^\s{])/.test(
    after.slice(head.length),
  );
  return { start, end: start + head.length, text: isDeclaration ? '' : '_ =' };
}
