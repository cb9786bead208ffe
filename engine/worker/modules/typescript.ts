// TypeScript to JavaScript: types become spaces, so that lines and columns stay. Worker side.
// https://nodejs.org/api/typescript.html#type-stripping
import { stripTypeScriptTypes } from 'node:module';
import { fault, ModuleFault } from './fault.ts';
import { isTypeScript } from './format.ts';
import type { Source } from './source.ts';

/** What to compile of a source. Throws a ModuleFault for syntax that is more than types, such as an enum. */
export function javaScriptOf(source: Source): string {
  if (!isTypeScript(source.path)) return source.text;
  source.stripped ??= strip(source);
  return source.stripped;
}

function strip(source: Source): string {
  if (source.path.includes('/node_modules/')) {
    throw fault('ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING', source.path);
  }
  try {
    return stripTypeScriptTypes(source.text, { mode: 'strip' });
  } catch (error) {
    const { code = 'ERR_INVALID_TYPESCRIPT_SYNTAX', message, stack = '' } = error as NodeJS.ErrnoException; // node's own
    // Above the stack stand ':line', the line itself and a row of carets.
    const end = stack.startsWith(':') ? stack.indexOf('\n\n') : -1;
    const frame = end === -1 ? {} : { frame: source.path + stack.slice(0, end) };
    throw new ModuleFault({ code, args: [message], ...frame });
  }
}
