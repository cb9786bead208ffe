// CommonJS, held to node: the same output, the same error report, the same exit code.
import { test } from 'node:test';
import { folderOf, sameAsNode } from './against-node.ts';

const MODULES = {
  'lib/counter.js': `let n = 0; exports.next = () => ++n; exports.filename = __filename; exports.dirname = __dirname;`,
  'lib/a.js': `exports.early = 1; const b = require('./b'); exports.b = b; exports.late = 2;`,
  'lib/b.js': `const a = require('./a'); exports.seen = Object.keys(a); exports.parent = module.parent.filename.slice(-4);`,
  'lib/throws.js': `globalThis.tries = (globalThis.tries || 0) + 1; throw new Error('try ' + tries);`,
  'lib/deep.js': `require('./nope');`,
  'lib/syntax.js': `exports.x = 1;\\nfunction f( {`,
  'lib/bad.json': `{ "a": tru }`,
  'lib/bom.json': `\\uFEFF{ "a": 1 }`,
  'lib/data.json': `{ "a": [1] }`,
  'lib/returns.js': `exports.x = 1; return; exports.y = 2;`,
  'lib/shebang.js': `#!/usr/bin/env node\\nmodule.exports = new Error('x').stack.split('\\\\n')[1].match(/:(\\\\d+:\\\\d+)/)[1];`,
  'lib/noext': `module.exports = 'no extension';`,
  'lib/text.html': `<p>`,
  'lib/es.mjs': `export default 'd'; export const named = 'n';`,
  'lib/only-names.mjs': `export const named = 'n';`,
  'lib/marked.mjs': `export const __esModule = true; export default 'd';`,
  'lib/replaced.mjs': `export default 'd'; export { f as 'module.exports' }; function f() {}`,
  'lib/waits.mjs': `console.log('never'); await null;`,
  'lib/es-throws.mjs': `class Special extends Error { code = 'SPECIAL'; } throw new Special('at the top');`,
  'lib/cycle.mjs': `import './cycle.cjs'; export const c = 1;`,
  'lib/cycle.cjs': `try { require('./cycle.mjs'); } catch (e) { console.log(e.code); }`,
  'lib/shared.mjs': `import './user.cjs'; export const s = 's';`,
  'lib/user.cjs': `module.exports = require('./other.mjs').o;`,
  'lib/other.mjs': `export const o = 'o';`,
  'lib/syntax-es.js': `export const kind = typeof module;`,
  'node_modules/p/package.json': `{ "name": "p", "main": "lib" }`,
  'node_modules/p/lib/index.js': `module.exports = 'p ' + require.resolve('p').slice(-9);`,
  'node_modules/native/package.json': `{ "name": "native", "main": "x.node" }`,
  'other/node_modules/q/index.js': `module.exports = 'q';`,
};

const SCRIPTS: Record<string, string> = {
  'one module, one evaluation': `const a = require('./lib/counter'), b = require('./lib/../lib/counter.js'); console.log(a === b, a.next(), b.next(), a.filename === require.resolve('./lib/counter'), a.dirname.slice(-4));`,
  'the module object': `console.log(module.id, module.filename === __filename, module.loaded, module.children.length, module.paths.length > 1, module.path === __dirname, module.exports === exports, this === exports, arguments.length, require.main === module, module.parent); require('./lib/a'); console.log(module.children.map((m) => [m.id === m.filename, m.loaded, m.parent === module, m.children.length])); setImmediate(() => console.log(module.loaded));`,
  'require and what hangs on it': `console.log(Object.keys(require), require.length, require.name, require.resolve.name, Object.keys(require.extensions), typeof require.cache[__filename], require.resolve('fs'), require.resolve('node:fs'), require.resolve.paths('fs'), require.resolve.paths('./x'), require.resolve.paths('x')[0] === module.paths[0]);`,
  'require.cache': `require('./lib/counter').next(); const key = require.resolve('./lib/counter'); const old = require.cache[key]; delete require.cache[key]; console.log(require('./lib/counter').next(), old.exports.next()); require.cache[key] = { exports: 'mine', loaded: true }; console.log(require('./lib/counter'));`,
  cycles: `console.log(require('./lib/a'));`,
  'a module that throws is not cached': `for (let i = 0; i < 2; i++) try { require('./lib/throws'); } catch (e) { console.log(e.message, module.children.length); }`,
  'missing modules': `for (const id of ['./nope', 'nope', './lib/deep', './lib/', 'p/nope', '/nope', 'node:nope', '', './lib/bad.json', 5]) try { require(id); } catch (e) { console.log(e.name, e.code, e.message.replaceAll(__dirname, ''), e.requireStack?.length, Object.keys(e)); }`,
  JSON: `console.log(require('./lib/data'), require('./lib/data.json') === require('./lib/data'), require('./lib/bom.json'));`,
  'files without a known extension': `console.log(require('./lib/noext'), require('./lib/returns')); try { require('./lib/text.html'); } catch (e) { console.log(e.name, e.message); }`,
  'lines and columns': `console.log(require('./lib/shebang')); try { null.x; } catch (e) { console.log(e.stack.split('\\n')[1].match(/:(\\d+:\\d+)/)[1]); }`,
  packages: `console.log(require('p'), require.resolve('p/lib'). slice(-9)); console.log(require.resolve('q', { paths: [__dirname + '/other'] }).slice(-10)); try { require.resolve('q', { paths: 'x' }); } catch (e) { console.log(e.code); } module.paths.push(__dirname + '/other/node_modules'); console.log(require('q'));`,
  'module by hand': `const Module = require('module'); const m = new Module('/made/up.js', module); m.filename = m.id; m.paths = module.paths; m._compile('exports.p = require("p"); exports.here = __filename; exports.stack = new Error().stack.split("\\\\n")[1].trim()', '/made/up.js'); console.log(m.exports, m.loaded, m.parent === module);`,
  'require.extensions': `require.extensions['.html'] = (m, f) => { m.exports = require('fs').readFileSync(f, 'utf8'); }; console.log(require('./lib/text'), require('./lib/text.html'));`,
  'hooks in Module': `const Module = require('module'); const load = Module._load; Module._load = function (id, ...rest) { return id === 'mocked' ? 'mock' : load.call(this, id, ...rest); }; console.log(require('mocked'), require('p')); const js = Module._extensions['.js']; Module._extensions['.js'] = function (m, f) { const c = m._compile; m._compile = function (code, name) { return c.call(this, code + ';exports.hooked = true', name); }; js(m, f); }; console.log(require('./lib/a').hooked);`,
  'node:module': `const Module = require('module'); console.log(Module.Module === Module, Module.isBuiltin('fs'), Module.isBuiltin('node:fs'), Module.isBuiltin('nope'), Module.isBuiltin('node:nope'), Module.builtinModules.includes('path'), Module.wrap('x'), Module._nodeModulePaths('/a/node_modules/b')); const r = Module.createRequire(__dirname + '/lib/'); console.log(r('./data').a, r.main === require.main); for (const bad of ['./x', 5, 'http://x']) try { Module.createRequire(bad); } catch (e) { console.log(e.code, e.message); } console.log(Module.findPackageJSON('p', __filename).slice(-14), Module._findPath('./lib/a', [__dirname]).slice(-4), Module._findPath('nope', []));`,
  'require() of ES modules': `console.log(require('./lib/es.mjs'), require('./lib/es.mjs').__esModule, require('./lib/es.mjs') === require('./lib/es.mjs')); console.log(require('./lib/only-names.mjs'), require('./lib/marked.mjs'), typeof require('./lib/replaced.mjs')); console.log(require('./lib/syntax-es.js'), require.cache[require.resolve('./lib/es.mjs')].loaded); import('./lib/es.mjs').then((ns) => console.log(ns.default));`,
  'require() of ES modules that fail': `for (const id of ['./lib/waits.mjs', './lib/es-throws.mjs', './lib/es-throws.mjs', './lib/cycle.mjs', './lib/shared.mjs']) try { console.log(require(id)); } catch (e) { console.log(e.constructor.name, e.code, e.message.replaceAll(__dirname, '')); }`,
  'ticks before microtasks': `process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('micro')); console.log('main');`,
  'import()': `import('./lib/es.mjs').then((ns) => console.log(ns.default)); import('fs').then((fs) => console.log(fs.default === require('fs'))); import('./lib/a.js').then((ns) => console.log(Object.keys(ns))); const x = { import: 1 }; console.log(x.import, 'import("y")', /import\\(/.test('import('));`,
  'a syntax error': `require('./lib/syntax');`,
  'broken JSON': `try { require('./lib/bad.json'); } catch (e) { console.log(e.stack.split('\n')[0].replace(__dirname, '')); }`,
  'an uncaught error': `process.on('exit', (code) => console.log('exit', code)); throw Object.assign(new TypeError('oops'), { code: 'X' });`,
};

for (const [name, code] of Object.entries(SCRIPTS)) {
  test(`CommonJS: ${name}`, async (t) => {
    const files = Object.entries(MODULES).map(([path, text]) => [
      path,
      text.replaceAll('\\n', '\n').replaceAll('\\uFEFF', '\uFEFF'),
    ]);
    const folder = folderOf(t, { ...Object.fromEntries(files), 'main.js': `require('./header.cjs');\n${code}` });
    await sameAsNode(folder, 'main.js');
  });
}
