// util.parseEnv: the text of a .env file as an object. Inside the context. https://nodejs.org/api/util.html#utilparseenvcontent
import { ObjectCreate } from './primordials.ts';
import { validateString } from './validators.ts';

/** Names and values, names in the order of their code units. */
export function parseEnv(content: unknown): Record<string, string> {
  validateString(content, 'content');
  const found = new Map<string, string>();
  let text = content.replaceAll('\r\n', '\n').replaceAll('\r', '').trim();
  while (text !== '') {
    const equals = text.indexOf('=');
    const newline = text.indexOf('\n');
    const isComment = text.startsWith('#');
    if (isComment || equals === -1 || (newline !== -1 && newline < equals)) {
      text = newline === -1 ? '' : text.slice(newline + 1);
      // As in Node, a line after a comment is one only if it does not begin with a space.
      if (!isComment) text = text.trimStart();
      continue;
    }
    const name = text.slice(0, equals).trim();
    text = text.slice(equals + 1);
    if (text === '' || text.startsWith('\n')) found.set(name, '');
    else if (name !== '') {
      const [value, rest] = takeValue(text.trimStart());
      found.set(name.replace(/^export /, '').trim(), value);
      text = rest;
    }
    text = text.trimStart();
  }
  const result = ObjectCreate(null) as Record<string, string>;
  for (const name of [...found.keys()].sort()) result[name] = found.get(name) ?? '';
  return result;
}

/** The value at the start of the text, and what follows its line. After a quote that is never closed, '#' is no comment. */
function takeValue(text: string): [value: string, rest: string] {
  const quote = /^["'`]/.exec(text)?.[0];
  const end = quote === undefined ? -1 : text.indexOf(quote, 1);
  const newline = text.indexOf('\n', end + 1);
  const rest = newline === -1 ? '' : text.slice(newline + 1);
  if (end !== -1) {
    const value = text.slice(1, end);
    return [quote === '"' ? value.replaceAll('\\n', '\n') : value, rest];
  }
  const line = newline === -1 ? text : text.slice(0, newline);
  if (quote !== undefined) return [line, rest];
  const comment = line.indexOf('#');
  return [(comment === -1 ? line : line.slice(0, comment)).trim(), rest];
}
