// How a value reads inside an error message: util.inspect for whatever is not a plain primitive. Inside the context.

function quote(text: string): string {
  const inner = text.replace(/[\x00-\x1f\x7f-\x9f\\]/g, (char) => {
    const known = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' }[char];
    return known ?? `\\x${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  if (!text.includes("'")) return `'${inner}'`;
  if (!text.includes('"')) return `"${inner}"`;
  if (!text.includes('`') && !text.includes('${')) return `\`${inner}\``;
  return `'${inner.replaceAll("'", "\\'")}'`;
}

/** The text util.inspect gives for this value. */
export function describe(value: unknown, options: { depth?: number } = {}): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object':
      return value === null ? 'null' : describeObject(value, options.depth ?? 2);
    case 'function':
      return value.name === '' ? '[Function (anonymous)]' : `[Function: ${value.name}]`;
    default:
      return String(value);
  }
}

function describeObject(value: object, depth: number): string {
  const plain = Object.getPrototypeOf(value) !== null;
  const keys = Object.keys(value);
  if (keys.length === 0) return Array.isArray(value) ? '[]' : `${plain ? '' : '[Object: null prototype] '}{}`;
  if (depth < 0) return plain ? '[Object]' : '[Object: null prototype]';
  if (Array.isArray(value)) return `[ ${value.map((item) => describe(item, { depth: depth - 1 })).join(', ')} ]`;
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${describe(item, { depth: depth - 1 })}`);
  return `${plain ? '' : '[Object: null prototype] '}{ ${entries.join(', ')} }`;
}
