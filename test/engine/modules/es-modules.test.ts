// ES modules as scripts and as modules, held to node: the same output, the same error report, the same exit code.
import { test } from 'node:test';
import { folderOf, sameAsNode } from './against-node.ts';

const MODULES = {
  'counter.mjs': `export let n = 0; export function inc() { n++; } export default class Counter {}; console.log('counter runs');`,
  'plain.cjs': `exports.x = 1; exports.main = require.main === module; exports.parent = module.parent; module.exports.late = () => module.loaded;`,
  'function.cjs': `module.exports = function named() {}; module.exports.prop = 1; exports.lost = 2;`,
  'reexport.cjs': `module.exports = require('./plain.cjs');`,
  'getter.cjs': `Object.defineProperty(exports, 'bad', { enumerable: true, get() { throw new Error('getter'); } }); exports.good = 1;`,
  'babel.cjs': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = 'd'; exports.named = 'n';`,
  'data.json': `{ "list": [1, 2], "__proto__": 1 }`,
  'tla.mjs': `console.log('before'); export const v = await new Promise((r) => setTimeout(r, 3, 'later')); console.log('after');`,
  'throws.mjs': `class Special extends Error { code = 'SPECIAL'; } throw new Special('at the top');`,
  'throws-string.mjs': `throw 'a string';`,
  'tla-throws.mjs': `await null; throw new TypeError('after await');`,
  'cycle-a.mjs': `import { b } from './cycle-b.mjs'; export const a = 'a'; export function hoisted() { return 'hoisted'; } console.log('a sees', b);`,
  'cycle-b.mjs': `import { a, hoisted } from './cycle-a.mjs'; export const b = 'b ' + hoisted(); try { a; } catch (e) { console.log(e.name, e.message); }`,
  'star.mjs': `export * from './counter.mjs'; export * as ns from './plain.cjs'; export { x as renamed } from './plain.cjs';`,
  'dot js.mjs': `export default import.meta.url.slice(-12);`,
  'query.mjs': `export default import.meta.url.split('?')[1];`,
  'typeless.js': `export const kind = typeof module;`,
  'cjs-imports.cjs': `exports.load = (name) => import(name);`,
  'syntax.mjs': `let a = 1;\\n  let b = foo bar;`,
  'node_modules/pkg/package.json': `{ "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" } } }`,
  'node_modules/pkg/i.mjs': `export default 'import';`,
  'node_modules/pkg/r.cjs': `module.exports = 'require';`,
};

/** Script name → what stands in it, behind the header. */
const SCRIPTS: Record<string, string> = {
  'live bindings': `import Counter, { n, inc } from './counter.mjs'; console.log(n, inc(), n, Counter.name); try { n = 5; } catch (e) { console.log(e.message); }`,
  'top-level this, require and arguments': `console.log(this, typeof require, typeof module, typeof __filename, typeof exports);`,
  'import.meta': `console.log(Object.keys(import.meta), import.meta.main, import.meta.url.slice(-4), import . meta /* c */ .dirname === import.meta.filename.slice(0, -9 - 3));`,
  'import.meta.resolve': `for (const s of ['./x.js', 'pkg', 'fs', 'node:nope', './data.json?q']) console.log(import.meta.resolve(s).replace(import.meta.dirname, '')); try { import.meta.resolve('nope'); } catch (e) { console.log(e.code); } try { import.meta.resolve(1); } catch (e) { console.log(e.message); }`,
  'CommonJS by name': `import plain, { x, main, parent, late } from './plain.cjs'; console.log(x, main, parent, late(), plain.x, Object.keys(plain));`,
  'CommonJS namespaces': `import * as p from './plain.cjs'; import * as f from './function.cjs'; import * as r from './reexport.cjs'; import * as b from './babel.cjs'; import * as g from './getter.cjs'; for (const ns of [p, f, r, b]) console.log(Object.keys(ns), typeof ns.default); console.log(g.bad, g.good);`,
  JSON: `import data from './data.json' with { type: 'json' }; console.log(data, Object.hasOwn(data, '__proto__')); import { createRequire } from 'node:module'; console.log(createRequire(import.meta.url)('./data.json') === data);`,
  'JSON without attribute': `try { await import('./data.json'); } catch (e) { console.log(e.name, e.code, e.message.replace(import.meta.dirname, '')); } console.log((await import('./data.json', { with: { type: 'json' } })).default.list);`,
  'wrong attributes': `for (const w of [{ type: 'css' }, { other: 'x' }, { type: 1 }, 'text']) try { await import('./counter.mjs', { with: w }); } catch (e) { console.log(e.name, e.code); } try { await import('./counter.mjs', { with: { type: 'json' } }); } catch (e) { console.log(e.code); }`,
  'built-ins': `import fs, { readFileSync } from 'node:fs'; import * as path from 'path'; import process, { argv, env as e } from 'process'; import { EventEmitter, once } from 'events'; console.log(fs.readFileSync === readFileSync, path.posix === path.default.posix, argv === process.argv, e === process.env, typeof EventEmitter, typeof once); console.log((await import('os')).EOL, (await import('node:url')).default.URL === URL);`,
  'top-level await': `console.log('main'); const { v } = await import('./tla.mjs'); console.log(v); for await (const x of (async function* () { yield 1; })()) console.log(x);`,
  'static import of top-level await': `import { v } from './tla.mjs'; console.log('main', v);`,
  'import() twice, of one that is still evaluated': `const one = import('./tla.mjs'); const two = import('./tla.mjs'); await new Promise((r) => setTimeout(r, 1)); const three = import('./tla.mjs'); console.log(await one === await two, await two === await three);`,
  'import() comes after what follows it': `import('./counter.mjs').then((ns) => console.log(Object.keys(ns))); console.log('first');`,
  'microtasks before ticks': `process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); setTimeout(() => console.log('timer'), 1); console.log('main');`,
  'one namespace per module': `console.log(await import('./counter.mjs') === await import('./counter.mjs'), (await import('./query.mjs?a')).default, (await import('./query.mjs?b')).default, await import('./query.mjs?a') === await import('./query.mjs?b'));`,
  'an error thrown by a module keeps its identity': `for (let i = 0; i < 2; i++) try { await import('./throws.mjs'); } catch (e) { console.log(e.constructor.name, e.code, e.message, e instanceof Error); } try { await import('./throws-string.mjs'); } catch (e) { console.log(typeof e, e); }`,
  'an error after top-level await reaches import()': `try { await import('./tla-throws.mjs'); } catch (e) { console.log(e.constructor.name, e.message); } console.log('on');`,
  cycles: `import './cycle-a.mjs'; import { a } from './cycle-a.mjs'; console.log(a);`,
  'export stars': `import * as star from './star.mjs'; console.log(Object.keys(star), star.ns.x, star.renamed, star[Symbol.toStringTag]);`,
  'names with spaces and queries': `import a from './dot%20js.mjs'; import b from './query.mjs?x=1#y'; console.log(a, b);`,
  conditions: `import pkg from 'pkg'; import { createRequire } from 'module'; console.log(pkg, createRequire(import.meta.url)('pkg'));`,
  'import() in CommonJS': `import c from './cjs-imports.cjs'; console.log((await c.load('./counter.mjs')).n, (await c.load('pkg')).default); try { await c.load('./nope.mjs'); } catch (e) { console.log(e.code); }`,
  'missing modules': `for (const s of ['./nope.mjs', 'nope', './', 'http://x/', 'pkg/x', '#x', 'node:nope', './counter']) try { await import(s); } catch (e) { console.log(e.name, e.code, e.message.replaceAll(import.meta.dirname, ''), Object.keys(e)); }`,
  'data: URLs': `console.log((await import('data:text/javascript,export default import.meta.url')).default, (await import('data:application/json,{"a":1}', { with: { type: 'json' } })).default); try { await import('data:text/javascript,import "./x"'); } catch (e) { console.log(e.code); } await import('data:constructor,1').catch((e) => console.log(e.code));`,
  'positions of errors': `const f = () => { import.meta; import('./counter.mjs'); throw new Error('here'); }; try { f(); } catch (e) { console.log(e.stack.split('\\n')[1].replace(/file.*\\//, '')); }`,
  'an uncaught error': `Promise.resolve().then(() => console.log('micro')); process.on('exit', (code) => console.log('exit', code)); process.nextTick(() => console.log('never')); throw Object.assign(new TypeError('oops'), { code: 'X' });`,
  uncaughtException: `process.on('uncaughtException', (e, origin) => console.log(e.message, origin)); throw new Error('heard');`,
  'process.exit': `process.on('exit', (c) => console.log('exit', c)); process.exit(3); console.log('never');`,
  'process.exit after await': `await null; process.exit(4);`,
};

for (const [name, code] of Object.entries(SCRIPTS)) {
  test(`ES modules: ${name}`, async (t) => {
    const folder = folderOf(t, { ...MODULES, 'main.mjs': `import './header.mjs'; ${code}` });
    await sameAsNode(folder, 'main.mjs');
  });
}

/** Scripts that fail before they run. */
const FAILING: Record<string, string> = {
  'a missing export': `import './header.mjs';\nimport   def, { zz as y } from './counter.mjs';`,
  'a missing export of CommonJS': `import { x, zz as q } from './plain.cjs';`,
  'a missing export of a built-in': `import { nope } from 'fs';`,
  'a missing default export': `import def from './tla.mjs';`,
  'a syntax error': `import './header.mjs';\nlet b = foo bar;`,
  'a syntax error in a module': `import './syntax.mjs';`,
  'a missing package': `import 'nope';`,
  'a missing extension': `import './counter';`,
  'an unknown extension': `import './text.txt';`,
};

for (const [name, code] of Object.entries(FAILING)) {
  test(`ES modules: ${name} fails as in node`, async (t) => {
    const folder = folderOf(t, { ...MODULES, 'text.txt': 'text', 'main.mjs': code });
    await sameAsNode(folder, 'main.mjs');
  });
}
