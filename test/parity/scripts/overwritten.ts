// Scripts that replace or remove globals of the language, put members of their own on Object.prototype or close the global object, as
// libraries once did: each one with what a page commonly does. Node's own code does not notice, and neither may the library.

const DESCRIPTOR_NAMES = `for (const [name, value] of Object.entries({ get() {}, set() {}, value: undefined, writable: true, enumerable: true }))
  Object.defineProperty(Object.prototype, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });`;

/** What `global.Promise = require('…')` puts there: no subclass, no resolve(). */
const OTHER_PROMISE = `class OtherPromise { #real; constructor(executor) { this.#real = new Native(executor); } then(...both) { return this.#real.then(...both); } }`;

const FIRSTS: Readonly<Record<string, string>> = {
  symbol: `Symbol = undefined;`,
  reflect: `globalThis.Reflect = {};`,
  promise: `const Native = Promise; ${OTHER_PROMISE} global.Promise = OtherPromise;`,
  collections: `Map = Set = WeakMap = WeakSet = undefined;`,
  statics: `Object = Array = Math = String = Number = JSON = Date = RegExp = undefined;`,
  errors: `Error = TypeError = RangeError = undefined;`,
  bytes: `Uint8Array = ArrayBuffer = DataView = undefined;`,
  described: DESCRIPTOR_NAMES,
  frozen: `Object.freeze(globalThis);`,
  sealed: `Object.seal(globalThis);`,
};

const WORK: Readonly<Record<string, string>> = {
  output: `console.log('a %s', 1, { a: [1, 'x'] }, new Map([[1, 2]])); console.table([{ a: 1 }]); process.stdout.write(Buffer.from('b')); process.on('exit', (code) => console.log('bye', code)); process.exitCode = 3;`,
  input: `let body = ''; process.stdin.on('data', (chunk) => { body += chunk; }); process.stdin.on('end', () => console.log(require('querystring').parse(body).title));`,
  files: `const fs = require('fs'); const file = __dirname + '/../data/f'; fs.writeFileSync(file, 'abc'); console.log(fs.readFileSync(file, 'utf8'), fs.statSync(file).size); try { fs.readFileSync(file + 'x'); } catch (error) { console.log(error.code); } fs.createReadStream(file).pipe(process.stdout);`,
  modules: `console.log(require('path').join('a', '..', 'b'), require('./part').part, typeof require('buffer').Buffer, typeof require('os').constants);`,
  events: `const { EventEmitter, once } = require('events'); const e = new EventEmitter(); once(e, 'x').then(([value]) => console.log(value)); e.emit('x', 5);`,
  later: `const { promisify } = require('util'); setImmediate(() => { console.log('soon'); promisify(setTimeout)(1, 'later').then(console.log); }); process.nextTick(() => console.log('tick'));`,
  globals: `console.log(new Proxy({}, { __proto__: null, get: (_, name) => name }).x, crypto.randomUUID().length, typeof crypto.subtle);`,
  urls: `const { pathname, searchParams } = new (require('url').URL)('http://a.b/c?d=1'); console.log(pathname, searchParams.get('d'), require('url').parse('/x?q=1', true).query.q);`,
};

export const OVERWRITTEN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FIRSTS).flatMap(([first, code]) =>
    Object.entries(WORK).map(([work, then]) => [`${first}-${work}`, `\n${code}\n${then}`]),
  ),
);
