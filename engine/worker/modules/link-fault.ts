// V8 says which name is missing, node also says where it was asked for, and what to do if the module is CommonJS. Worker side.
import type { ModuleFault } from './fault.ts';
import type { GraphNode } from './graph-nodes.ts';
import { importedNames } from './imported-names.ts';
import { frameAt, syntaxFault } from './syntax-fault.ts';

/** The fault of a graph that V8 could not link. */
export function linkFault(error: unknown, nodes: Iterable<GraphNode>): ModuleFault {
  const message = error instanceof Error ? error.message : String(error);
  const [, specifier, name] =
    /^The requested module '(.*)' (?:does not provide an export named|contains conflicting star exports for name) '(.*?)'/s.exec(
      message,
    ) ?? [];
  if (specifier === undefined || name === undefined) return syntaxFault(message, '');
  for (const node of nodes) {
    for (const { specifier: asked, statement } of node.asked) {
      const text = node.text.slice(...statement);
      if (asked !== specifier || !importedNames(text)?.includes(name)) continue;
      const isCommonJs = node.requests.get(specifier)?.kind === 'commonjs';
      const sentence = isCommonJs ? commonJsHint(specifier, name, text) : message;
      return syntaxFault(sentence, frameOf(node, statement[0] + Math.max(0, placeOf(text, name))));
    }
  }
  return syntaxFault(message, '');
}

/** Where the name stands as a word; for a default import the name that is given to it. */
function placeOf(statement: string, name: string): number {
  if (name === 'default' && !/\bdefault\b/.test(statement)) return statement.search(/(?<=^import\s+)\S/);
  return new RegExp(`(?<![\\w$])${RegExp.escape(name)}(?![\\w$])`).exec(statement)?.index ?? 0;
}

function frameOf(node: GraphNode, offset: number): string {
  const before = node.text.slice(0, offset).split('\n');
  const line = node.text.split('\n')[before.length - 1] ?? '';
  return frameAt(node.url, before.length, line, before.at(-1)?.length ?? 0);
}

function commonJsHint(specifier: string, name: string, statement: string): string {
  const braces = /\{[^}]*\}/.exec(statement)?.[0] ?? `{ ${name} }`;
  const pattern = braces.replace(/\s+as\s+/g, ': ');
  return (
    `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not support all ` +
    'module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:\n\n' +
    `import pkg from '${specifier}';\nconst ${pattern} = pkg;\n`
  );
}
