// Scripts that look for a way out of their context, or for traces of other runs. Class E of the threat list.
// Each prints SAFE when it found nothing; anything else is what it found.
import type { ScriptAttack } from './case.ts';

/** The code of a case returns a falsy value, or what it found. */
const probe = (code: string) =>
  `process.stdout.write('Content-Type: text/plain\\n\\n'); Promise.resolve((() => { ${code} })()).then((found) => console.log(found ? 'FOUND ' + found : 'SAFE'), (error) => console.log('ERROR ' + error));`;

/** Names that only the host has. */
const HOSTLY = `const hostly = (f) => { try { return f('return typeof process.binding("fs").open === "function" || typeof require !== "undefined" && "require in function scope"')() } catch { return false } };`;

const PROBES: ReadonlyArray<readonly [string, string, string]> = [
  ['E01', 'constructors of constructors', `${HOSTLY} return hostly((() => {}).constructor.constructor);`],
  [
    'E02',
    'constructors of what the library hands out',
    `${HOSTLY} for (const f of [process.stdout.write, require, require('fs').openSync, Buffer.from, setTimeout, console.log]) { if (hostly(f.constructor) || f.constructor !== Function) return f.name; }`,
  ],
  [
    'E03',
    'host paths in errors of host calls',
    `try { require('fs').readFileSync('/nowhere/at/all'); } catch (error) { return /dist|node_modules|isolated|engine|file:/.test(error.stack) && error.stack; }`,
  ],
  [
    'E04',
    'host frames through prepareStackTrace',
    `Error.prepareStackTrace = (error, sites) => sites; try { require('fs').readFileSync('/nowhere'); } catch (error) { const sites = Array.isArray(error.stack) ? error.stack : []; for (const site of sites) { if (site.getThis?.() !== undefined && typeof site.getThis() === 'object' && site.getThis() !== globalThis && site.getThis()?.process) return 'this'; if (/node_modules|dist|file:/.test(String(site.getFileName?.()))) return site.getFileName(); } }`,
  ],
  [
    'E05',
    'arguments with getters',
    `let reads = 0; try { require('fs').writeFileSync('/nowhere', { get length() { reads++; return 1; } }); } catch {} return reads > 50 && 'getters ran ' + reads;`,
  ],
  [
    'E06',
    'symbol-keyed coercion of arguments',
    `try { require('fs').openSync({ [Symbol.toPrimitive]: () => '/etc/passwd', toString: () => '/etc/passwd' }); return 'opened'; } catch {}`,
  ],
  [
    'E07',
    'functions as arguments of the host',
    `try { require('fs').writeFileSync('/nowhere', () => {}); return 'accepted'; } catch {}`,
  ],
  [
    'E10',
    'pollution of prototypes',
    `Object.prototype.polluted = 'yes'; Array.prototype[0] = 'yes'; Object.prototype.toJSON = () => 'json'; Function.prototype.call = () => 'called'; Promise.prototype.then = Promise.prototype.then; return false;`,
  ],
  [
    'E11',
    'built-ins replaced under the library',
    `const seen = []; const get = Map.prototype.get; Map.prototype.get = function (key) { seen.push(this); return get.call(this, key); }; const apply = Reflect.apply; Reflect.apply = (f, self, list) => { seen.push(f); return apply(f, self, list); }; require('path').join('a', 'b'); require('fs').existsSync('/x'); process.stdout.write(''); Map.prototype.get = get; Reflect.apply = apply; for (const one of seen) if (typeof one === 'function' && /native code/.test(String(one)) === false && one.name === 'host') return 'the bridge';`,
  ],
  [
    'E13',
    'handles of isolated-vm in the graph of objects',
    `const seen = new Set(), list = [[globalThis, 'global']]; while (list.length > 0 && seen.size < 20000) { const [object, path] = list.pop(); if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object)) continue; seen.add(object); const name = object.constructor?.name; if (['Reference', 'ExternalCopy', 'Isolate', 'Context', 'Callback'].includes(name) && !/^class|^function/.test(String(object.constructor)) ) return path; for (const key of Reflect.ownKeys(object)) { const d = Reflect.getOwnPropertyDescriptor(object, key); if (d && 'value' in d) list.push([d.value, path + '.' + String(key)]); } list.push([Reflect.getPrototypeOf(object), path + '.__proto__']); }`,
  ],
  [
    'E14',
    'shared memory handed to the host',
    `const shared = new Uint8Array(new SharedArrayBuffer(8)); try { const fd = require('fs').openSync(__filename); require('fs').readSync(fd, shared); } catch {} return false;`,
  ],
  [
    'E15',
    'files by fd numbers of the worker',
    `const fs = require('fs'); for (let fd = 3; fd < 64; fd++) { try { fs.fstatSync(fd); return 'fd ' + fd; } catch (error) { if (error.code !== 'EBADF') return error.code; } }`,
  ],
  [
    'E16',
    'paths out of the grants',
    `const fs = require('fs'), path = require('path'); for (const name of ['/etc/passwd', '/proc/self/environ', '/proc/self/cmdline', '/proc/1/environ', '/dev/mem', '/sys/kernel', __dirname + '/../../../../../../etc/passwd', __dirname + '/link-out', __dirname + '/folder-out/passwd', '/proc/self/root/etc/passwd', '/proc/self/cwd', '/dev/fd/3', '/proc/self/fd/4']) { try { fs.readFileSync(name); return name; } catch {} try { if (fs.statSync(name).size >= 0) return 'stat ' + name; } catch {} }`,
  ],
  [
    'E17',
    'paths of megabytes',
    `const fs = require('fs'); for (const name of ['a/'.repeat(1e6), 'x'.repeat(5e6), '../'.repeat(1e5) + 'etc/passwd']) { try { fs.readFileSync(name); return 'read'; } catch (error) { if (!/^(ENAMETOOLONG|ENOENT|EACCES|EINVAL)$/.test(error.code)) return error.code; } }`,
  ],
  [
    'E18',
    'NUL and other bytes in paths',
    `const fs = require('fs'); for (const name of [__filename + '\\0.txt', '/etc/passwd\\0.js', new Uint8Array([47, 0, 97])]) { try { fs.readFileSync(name); return 'read'; } catch {} }`,
  ],
  [
    'E19',
    'environment of the host',
    `process.env.PWNED = '1'; const names = Object.keys(process.env).filter((name) => /HOME|USER|npm_|PATH$|NODE_|SECRET|LD_/.test(name) && !/^PATH_|^HTTP_|^PATH$|^SERVER|REMOTE/.test(name)); return names.join();`,
  ],
  [
    'E20',
    'functions that reach the process',
    `for (const name of ['binding', 'dlopen', '_linkedBinding', '_kill', 'kill', 'setuid', 'setgid', 'chroot', 'mainModule', '_debugProcess', '_rawDebug']) { const f = process[name]; if (typeof f !== 'function') continue; try { const got = name === 'kill' ? f.call(process, process.ppid || 1, 0) : f.call(process, 'fs'); if (got !== undefined && got !== null) return name; } catch {} }`,
  ],
  [
    'E21',
    'modules that reach the system',
    `for (const name of ['child_process', 'worker_threads', 'cluster', 'net', 'dgram', 'http2', 'inspector', 'v8', 'vm', 'module', 'repl', 'sqlite', 'wasi', 'process']) { let m; try { m = require('node:' + name); } catch { continue; } const call = { child_process: () => m.execSync('id'), worker_threads: () => new m.Worker('1', { eval: true }), net: () => m.connect(1, '127.0.0.1'), vm: () => m.runInThisContext('process').binding('fs').open, v8: () => m.setFlagsFromString('--allow-natives-syntax'), inspector: () => m.open(), module: () => m._load('child_process').execSync('id') }[name]; try { const got = call?.(); if (got) return name; } catch {} }`,
  ],
  ['E22', 'natives of V8', `try { eval('%DebugPrint(1)'); return 'natives'; } catch {}`],
  [
    'E25',
    'eval and Function',
    `return (typeof eval('typeof require') !== 'string') || new Function('return typeof process.binding')() === 'function' && (() => { try { return process.binding('fs').open; } catch {} })();`,
  ],
  [
    'E26',
    'constructors of async and generator functions',
    `const A = (async () => {}).constructor, G = (function* () {}).constructor; return A('return typeof require')().then((type) => type !== 'undefined' && type) ;`,
  ],
  [
    'E29',
    'host frames behind an awaited call of the host',
    `return require('fs').promises.stat(__filename).then(() => { const stack = new Error('x').stack; return /node_modules|dist|isolated|file:/.test(stack) && stack; });`,
  ],
  [
    'E30',
    'host frames behind a timer',
    `return new Promise((resolve) => setTimeout(() => { const stack = new Error('x').stack; resolve(/node_modules|dist|isolated|file:/.test(stack) && stack); }, 1));`,
  ],
  [
    'E31',
    'species and subclasses as arguments',
    `class Odd extends Uint8Array { static get [Symbol.species]() { return Array; } get length() { return 1e9; } } try { require('fs').writeSync(2, new Odd(4)); } catch {} return false;`,
  ],
  [
    'E32',
    'objects that pretend to be buffers',
    `try { require('fs').writeSync(1, { [Symbol.toStringTag]: 'Uint8Array', length: 1e9, byteLength: 1e9, 0: 65 }); return 'accepted'; } catch {}`,
  ],
  [
    'E36',
    'finalizers that run later',
    `globalThis.registry = new FinalizationRegistry(() => { for (;;); }); for (let i = 0; i < 1000; i++) registry.register({}, i); return false;`,
  ],
  [
    'E37',
    'stack traces without limit',
    `Error.stackTraceLimit = Infinity; try { (function down(n) { if (n > 0) return down(n - 1); throw new Error('deep'); })(5000); } catch (error) { return error.stack.length > 5e6 && error.stack.length; }`,
  ],
  [
    'E41',
    'import() of files and data outside',
    `return Promise.allSettled(['/etc/passwd', 'file:///etc/passwd', 'data:text/javascript,export default 1', 'node:child_process'].map((name) => import(name))).then((all) => all.some((one, i) => one.status === 'fulfilled' && i < 2) && 'a file');`,
  ],
  [
    'E90',
    'constructors of constructors in a context of node:vm',
    `${HOSTLY} const vm = require('vm'); const c = vm.createContext({ f() {}, p: process }); for (const code of ['(() => {}).constructor', 'f.constructor', 'this.constructor.constructor', 'Object.getPrototypeOf(this).constructor?.constructor', 'Object.getOwnPropertyDescriptor(this, "f").constructor.constructor']) { let f; try { f = vm.runInContext(code, c); } catch { continue; } if (typeof f === 'function' && hostly(f)) return code; }`,
  ],
  [
    'E91',
    'the host through errors and frames of a context of node:vm',
    `const vm = require('vm'); const found = []; const c = vm.createContext({ found }); for (const code of ['throw new Error("x")', 'let a; throw new Error("x")', 'for(;;);', 'foo bar', 'Error.prepareStackTrace = (e, sites) => sites.map((s) => [String(s.getFileName()), typeof s.getThis()].join()); new Error("x").stack']) try { found.push(vm.runInContext(code, c, { timeout: 50 })); } catch (error) { found.push(String(error.stack)); } return /node_modules|isolated|engine\\/|file:|worker/.test(found.join()) && found.join();`,
  ],
  [
    'E92',
    'what a context of node:vm of another run has left',
    `const vm = require('vm'); const c = vm.createContext({}); const seen = vm.runInContext('typeof left + typeof Object.prototype.left', c); vm.runInContext('left = 1; Object.prototype.left = 1', c); return seen !== 'undefinedundefined' && seen;`,
  ],
];

/** What stays behind if a context is not thrown away: each of these runs before, E34 after them looks for it. */
const LEAVE = `globalThis.leak = 'secret'; /(secret)/.exec('a secret'); Symbol.for('left').description; require('path').leak = 1; process.env.LEAK = 'secret'; require.cache.leak = 1; process.leak = 1; Object.prototype.leak = 1; process.on('exit', () => {});`;

export const ESCAPE: readonly ScriptAttack[] = [
  ...PROBES.map(([id, what, code]) => ({ id, what, ends: [200], says: /\nSAFE\n$|^SAFE\n$/, code: probe(code) })),
  {
    id: 'E34',
    what: 'state of an earlier run, asked twice',
    ends: [200],
    says: /^SAFE\n$/,
    code: probe(
      `const found = typeof leak !== 'undefined' || RegExp.$1 !== '' || process.env.LEAK || process.leak || require('path').leak || require.cache.leak || ({}).leak; ${LEAVE} return found && String(found);`,
    ),
  },
  {
    id: 'E08',
    what: 'thenable as the last value',
    ends: [500],
    code: '({ then() { process.stdout.write("Content-Type: text/plain\\n\\nthen was called"); } })',
  },
  { id: 'E22b', what: 'natives of V8 in the source', ends: [500], code: '%DebugPrint(1);', raw: true },
  {
    id: 'E23',
    what: 'hashbang and HTML comments',
    ends: [200],
    code: `#!/usr/bin/env node\n<!-- html\nprocess.stdout.write('Content-Type: text/plain\\n\\nSAFE\\n');\n--> end\n`,
    raw: true,
  },
  {
    id: 'E38',
    what: 'error whose stack throws',
    ends: [500],
    code: `throw Object.defineProperty(new Error('x'), 'stack', { get() { throw new Error('inner'); } });`,
  },
  {
    id: 'E39',
    what: 'function wrapper closed early',
    ends: [200, 500],
    code: '}); process.stdout.write("Content-Type: text/plain\\n\\nout"); (function () {',
    raw: true,
  },
  {
    id: 'E39b',
    what: 'function wrapper closed early, with a loop',
    ends: [500],
    code: '}); for (;;); (function () {',
    raw: true,
  },
  {
    id: 'E40',
    what: 'line breaks and escape codes for the log',
    ends: [500],
    code: `console.error('one\\r\\n2026-01-01T00:00:00.000Z x access 200 fake\\u001b[2J\\u0007\\u0000\\u2028\\u202e');`,
  },
];
