// TypeScript scripts and modules, held to node's own type stripping.
import { test } from 'node:test';
import { folderOf, sameAsNode } from './against-node.ts';

const MODULES = {
  'lib/types.ts': `export interface Shape { sides: number } export type Name = string; export const square: Shape = { sides: 4 };`,
  'lib/old.cts': `const n: number = 1; module.exports = { n, kind: typeof module as string };`,
  'lib/new.mts': `import type { Shape } from './types.ts'; export default (s: Shape): number => s.sides;`,
  'lib/enum.ts': `export const before = 1;\n  enum Color { Red }\n`,
  'lib/syntax.ts': `let x: = 3;`,
  'node_modules/typed/index.ts': `export const x: number = 1;`,
  'node_modules/typed/package.json': `{ "main": "index.ts" }`,
};

const SCRIPTS: Record<string, string> = {
  'main.ts': `import './header.mjs'; import { square, type Shape } from './lib/types.ts'; import count from './lib/new.mts'; import old from './lib/old.cts'; const s: Shape = square; console.log(count(s), old.n, old.kind, (s as Shape)!.sides satisfies number);`,
  'commonjs.ts': `require('./header.cjs'); const { n }: { n: number } = require('./lib/old.cts'); console.log(n, typeof module); class A<T> { constructor(readonly_: T) {} private x?: T; }`,
  'main.cts': `require('./header.cjs'); const a: string = 'x'; console.log(a, require('./lib/types.ts').square);`,
  'main.mts': `import './header.mjs'; const a: string = 'x'; console.log(a, import.meta.filename.slice(-8)); export {};`,
  'positions.ts': `require('./header.cjs');\nfunction f<T extends object>(x: T): never { throw new Error('here'); }\ntry { f<{ a: 1 }>({ a: 1 }); } catch (e: unknown) { console.log((e as Error).stack!.split('\\n').slice(1, 3).map((l) => l.match(/:(\\d+:\\d+)/)![1])); }`,
  'enum.ts': `import './header.mjs'; import './lib/enum.ts';`,
  'enum-required.ts': `require('./header.cjs'); require('./lib/enum.ts');`,
  'syntax.ts': `import './header.mjs'; import './lib/syntax.ts';`,
  'in-package.ts': `require('./header.cjs'); try { require('typed'); } catch (e) { console.log((e as { code: string }).code); }`,
  'uncaught.ts': `require('./header.cjs');\nconst x = 1;   throw new Error(\`typed \${x}\`);`,
};

for (const [name, code] of Object.entries(SCRIPTS)) {
  test(`TypeScript: ${name}`, async (t) => {
    const extensions = ['.ts', '.cts', '.mts'];
    await sameAsNode(folderOf(t, { ...MODULES, [name]: code }, { extensions }), name);
  });
}
