// Syntax errors with their place, as node prints them above the stack. Worker side.
import { compileFunction } from 'node:vm';
import { ModuleFault } from './fault.ts';

/** Longest source line shown. */
const MAX_LINE = 512;

/** A CommonJS module V8 did not take. Its wrapper would blur the message, so the text is parsed once more without it. */
export function commonJsSyntaxFault(path: string, text: string, error: unknown): ModuleFault {
  const source = text.startsWith('#!') ? `//${text.slice(2)}` : text;
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: path });
  } catch (told) {
    const { message, stack = '' } = told as Error; // a SyntaxError of V8
    const end = stack.indexOf('\n\nSyntaxError');
    if (end > 0) return syntaxFault(message, stack.slice(0, end));
  }
  return moduleSyntaxFault(path, text, error);
}

/** An ES module V8 did not take: isolated-vm ends the message with ' [name:line:column]'. */
export function moduleSyntaxFault(name: string, text: string, error: unknown): ModuleFault {
  const told = error instanceof Error ? error.message : String(error);
  const [, message = told, line = '1', column = '1'] = /^([\s\S]*) \[.*:(\d+):(\d+)\]$/.exec(told) ?? [];
  const shown = text.split('\n')[Number(line) - 1] ?? '';
  return syntaxFault(message, frameAt(name, Number(line), shown, Number(column) - 1));
}

/** Place, line, and carets under the word at the column (from 0). */
export function frameAt(name: string, line: number, text: string, column: number): string {
  const [word = ''] = /^(?:[\w$]+|.)?/u.exec(text.slice(column)) ?? [];
  const space = text.slice(0, column).replace(/[^\t]/g, ' ');
  return `${name}:${line}\n${text.slice(0, MAX_LINE)}\n${space}${'^'.repeat(Math.max(1, word.length))}`;
}

export function syntaxFault(message: string, frame: string): ModuleFault {
  return new ModuleFault({ code: 'SyntaxError', base: 'SyntaxError', message, frame });
}

/** V8's sentences about syntax that only an ES module may have. */
const ONLY_IN_MODULES = [
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
];
/** Its sentences about code that is an ES module only if it is right as one. */
const MAYBE_MODULE =
  /^(?:await is only valid in async functions and the top level bodies of modules|Unexpected reserved word|Identifier '(?:__filename|__dirname|exports|module|require)' has already been declared)/;

/** What an error of the CommonJS compilation says about the text being an ES module. */
export function moduleHint(error: unknown): 'yes' | 'maybe' | 'no' {
  const message = error instanceof Error ? error.message : '';
  if (ONLY_IN_MODULES.some((sentence) => message.startsWith(sentence))) return 'yes';
  return MAYBE_MODULE.test(message) ? 'maybe' : 'no';
}
