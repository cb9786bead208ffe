// Whether a text of node:vm does the same when it is evaluated as when it is run as a script. Inside the context. Evaluated, it throws what it
// throws; run by the host as a script, that comes back as a copy. The difference is in names at its top level: let, const and class that
// later scripts see, variables that cannot be deleted, and strict code, whose variables an eval keeps to itself.

// biome-ignore lint/security/noGlobalEval: nothing is run but `throw 0`
const indirectEval = eval;

/** A directive before anything else. */
const STRICT = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|(?:'[^'\n]*'|"[^"\n]*");?)*?(?:'use strict'|"use strict")/;
/** Of a name, not of a property. */
const DELETES = /\bdelete\s*\(?\s*[\w$]+[ \t)]*(?:[;,}\n\r]|$)/;
const LEXICAL = /\b(?:let|const|class|using)\b/;
const NAMES = /\b(?:let|const|class|using)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
/** One name of each declaration is enough. */
const PATTERNS = /\b(?:let|const)\s*[[{]([^=]*?)(?:=|\bof\b|\bin\b)/g;
const UNCLEAR = /\b(?:let|const|class|using)\s*\/[/*]/;
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Words that stand in comments and strings behind `let` or `const`, and name nothing. */
const RESERVED =
  /^(?:break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var|void|while|with)$/;

/** `once`: no later script is to see its names. */
export function needsScript(code: string, once: boolean): boolean {
  if (STRICT.test(code) || DELETES.test(code)) return true;
  return !once && LEXICAL.test(code) && mayDeclare(code);
}

/** Whether a text deletes a variable. */
export function deletesName(code: string): boolean {
  return DELETES.test(code);
}

/** Whether it may have a let, const or class at its top level: V8 says so, for there may be no variable of the same name beside it. */
function mayDeclare(code: string): boolean {
  if (UNCLEAR.test(code)) return true;
  const names = new Set<string>();
  for (const [, name = ''] of code.matchAll(NAMES)) names.add(name);
  for (const [, pattern = ''] of code.matchAll(PATTERNS))
    for (const [name] of pattern.matchAll(IDENTIFIER)) names.add(name);
  for (const name of names) if (RESERVED.test(name)) names.delete(name);
  if (names.size === 0) return false;
  try {
    // Strict, so that nothing is declared; what is no strict code is not asked about further.
    indirectEval(`"use strict";throw 0;var ${[...names].join()};${code}`);
  } catch (error) {
    return error !== 0;
  }
  return true;
}
