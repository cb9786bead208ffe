// Which names an import or re-export statement asks for: a built-in is only asked for those. Pure. Worker side.

/** The names, 'default' included; undefined if the statement takes all of them. */
export function importedNames(statement: string): readonly string[] | undefined {
  const text = statement.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ');
  const open = text.indexOf('{');
  const head = /^(?:import|export)\s*([^'"{*]*)/.exec(text)?.[1] ?? '';
  // A star before the braces is a namespace; an escape in a name is too rare to be worked out.
  if (/^(?:import|export)[^'"{]*\*/.test(text) || text.includes('\\')) return undefined;
  const names = text.startsWith('import') && /^[^\s,]/.test(head) ? ['default'] : [];
  if (open === -1 || /from\s*['"]/.test(text.slice(0, open))) return names;
  for (const entry of text.slice(open + 1, text.indexOf('}', open)).split(',')) {
    const [name = ''] = /^[^\s'"]+|^'[^']*'|^"[^"]*"/.exec(entry.trim()) ?? [];
    if (name !== '') names.push(/^['"]/.test(name) ? name.slice(1, -1) : name);
  }
  return names;
}
