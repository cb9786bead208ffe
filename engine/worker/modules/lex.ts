// What an ES module asks for, and its text with `import()` and `import.meta` replaced: isolated-vm has neither. Worker side.
import { parse } from 'es-module-lexer';
import type { Source } from './source.ts';

/** A static import or re-export. */
export interface ModuleRequest {
  readonly specifier: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** Its statement, for the frame above an error. */
  readonly statement: readonly [start: number, end: number];
}

/** A text whose meta-properties are replaced by names of the same length, so that every column stays. */
export interface Rewritten {
  readonly text: string;
  /** The name that stands for `import` in `import(…)`; undefined if there is none. */
  readonly load: string | undefined;
  /** The name that stands for `import.meta`; undefined if there is none. */
  readonly meta: string | undefined;
}

export interface LexedModule extends Rewritten {
  readonly requests: readonly ModuleRequest[];
}

/** Lexes an ES module. A text that no lexer understands is left as it is: V8 says what is wrong with it. */
export function lexModule(source: Source, text: string): LexedModule {
  source.lexed ??= lex(text);
  return source.lexed;
}

function lex(text: string): LexedModule {
  let imports: ReturnType<typeof parse>[0];
  try {
    [imports] = parse(text);
  } catch {
    return { text, load: undefined, meta: undefined, requests: [] };
  }
  const requests: ModuleRequest[] = [];
  for (const one of imports) {
    if (one.type !== 'static' && one.type !== 'reexport-star') continue;
    const { specifier, attributes, importStart, importEnd } = one;
    requests.push({ specifier, attributes: attributes ?? [], statement: [importStart, importEnd] });
  }
  return { ...replaceMeta(text, imports), requests };
}

/** `import()` in a CommonJS module, replaced likewise. */
export function rewriteDynamicImports(text: string): Rewritten {
  if (!/\bimport\b/.test(text)) return { text, load: undefined, meta: undefined };
  try {
    return replaceMeta(
      text,
      parse(text)[0].filter((one) => one.type === 'dynamic'),
    );
  } catch {
    return { text, load: undefined, meta: undefined };
  }
}

function replaceMeta(text: string, imports: ReturnType<typeof parse>[0]): Rewritten {
  let load: string | undefined;
  let meta: string | undefined;
  let out = '';
  let at = 0;
  for (const one of imports) {
    if (one.type === 'dynamic' && one.phase === null) {
      load ??= freeName(text, 'import'.length);
      out += text.slice(at, one.importStart) + load;
      at = one.importStart + 'import'.length;
    } else if (one.type === 'import-meta') {
      meta ??= freeName(text, 'import.meta'.length);
      // Between the words there may be spaces, comments and lines: what follows must stay in its place.
      const blank = text.slice(one.importStart, one.importEnd).replace(/[^\n]/g, ' ');
      const line = blank.indexOf('\n');
      out += text.slice(at, one.importStart) + meta + blank.slice(line === -1 ? meta.length : line);
      at = one.importEnd;
    }
  }
  return { text: out + text.slice(at), load, meta };
}

/** A name of this length that the text does not have anywhere. */
function freeName(text: string, length: number): string {
  for (let number = 0; ; number++) {
    const name = `$${number.toString(36)}`.padEnd(length, '_');
    if (!text.includes(name)) return name;
  }
}
