// Scripts that use up time, memory or the host's patience. Class R of the threat list.
import type { ScriptAttack, Statuses } from './case.ts';

const TIME = [504];
const SCRIPT = [500];
/** Whichever limit comes first. */
const EITHER = [500, 504];
/** Caught or survived by the engine underneath: an answer is fine, too. */
const ANY = [200, 500, 504];

const HEAD = `process.stdout.write('Content-Type: text/plain\\n\\n');`;

const TIME_ATTACKS: ReadonlyArray<readonly [string, string, Statuses, string]> = [
  ['R01', 'endless loop', TIME, 'for (;;);'],
  [
    'R02',
    'endless loop behind a try that catches everything',
    TIME,
    'for (;;) try { for (;;); } catch {} finally { for (;;); }',
  ],
  ['R03', 'loop of awaited promises', TIME, '(async () => { while (true) await null; })();'],
  [
    'R04',
    'microtasks that breed and spin',
    TIME,
    'const breed = () => Promise.resolve().then(() => { breed(); for (;;); }); breed(); breed(); for (;;);',
  ],
  ['R05', 'loop of process.nextTick', TIME, '(function again() { process.nextTick(again); })();'],
  ['R06', 'timer that restarts itself', TIME, '(function again() { setTimeout(again, 0); })();'],
  ['R07', 'timers that double', EITHER, '(function fork() { setTimeout(fork, 0); setTimeout(fork, 0); })();'],
  ['R08', 'interval that never ends', TIME, 'setInterval(() => {}, 1);'],
  [
    'R19',
    'WebAssembly loop',
    TIME,
    'new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11])));',
  ],
  ['R22', 'backtracking regular expression', ANY, `/^(\\w+\\s?)+$/.test('word '.repeat(40) + '!');`],
  [
    'R24',
    'regular expression of a million branches',
    ANY,
    `new RegExp('(?:' + 'ab|'.repeat(1e6) + ')x').test('abababab');`,
  ],
  ['R25', 'BigInt that squares itself', EITHER, 'let big = 7n; for (;;) big *= big;'],
  ['R27', 'BigInt of fifty million digits', EITHER, `BigInt('8'.repeat(5e7)) > 2n;`],
  ['R33', 'built-in over 2^53 places', TIME, 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 0);'],
  ['R34', 'built-in over a holey array', EITHER, 'Array(2 ** 32 - 2).reverse();'],
  [
    'R35',
    'sort with a comparison that never decides',
    EITHER,
    'Array.from({ length: 1e6 }, (_, i) => i).sort(() => { for (let i = 0; i < 1e6; i++); return 0; });',
  ],
  [
    'R36',
    'quadratic search in native code',
    EITHER,
    `const text = 'a'.repeat(2e6), part = 'a'.repeat(1e6) + 'b' + 'a'.repeat(1e5); for (let i = 0; ; i += text.lastIndexOf(part));`,
  ],
  [
    'R54',
    'rejections that are handled late',
    ANY,
    'const all = []; for (let i = 0; i < 5e4; i++) all.push(Promise.reject(i)); for (const one of all) one.catch(() => {});',
  ],
  [
    'R56',
    'thrown proxy whose traps loop',
    TIME,
    'throw new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); }, ownKeys() { for (;;); } });',
  ],
  [
    'R57',
    'thrown error whose getters loop',
    TIME,
    `const error = new Error('x'); for (const key of ['message', 'stack', 'name', 'cause']) Object.defineProperty(error, key, { get() { for (;;); } }); throw error;`,
  ],
  ['R57b', 'rejected proxy whose traps loop', TIME, 'Promise.reject(new Proxy({}, { get() { for (;;); } }));'],
  ['R61', 'Atomics.wait for ever', EITHER, 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
  ['R64', 'endless eval of new sources', EITHER, `for (let i = 0; ; i++) eval('(() => ' + i + ')()');`],
  [
    'R73',
    'garbage collector kept at the limit',
    EITHER,
    'const kept = []; for (let i = 0; i < 2e5; i++) kept.push({ i, list: [i] }); for (;;) { const waste = []; for (let i = 0; i < 1000; i++) waste.push([i]); }',
  ],
  ['R76', 'top-level promise that never settles', [500], 'new Promise(() => {});'],
  [
    'R78',
    'loop after a promise of the host',
    TIME,
    `require('fs').promises.stat(__filename).then(() => { for (;;); });`,
  ],
  ['R79', 'loop in a timer', TIME, 'setTimeout(() => { for (;;); }, 5);'],
  [
    'R80',
    'synchronous file calls without end',
    EITHER,
    `const fs = require('fs'); for (;;) try { fs.statSync('/nowhere'); } catch {}`,
  ],
  [
    'R82',
    'dates in other calendars without end',
    EITHER,
    `for (;;) new Date(8e15 * Math.random()).toLocaleString('ar-u-ca-islamic', { timeZone: 'Asia/Tokyo' });`,
  ],
  ['R83', 'loop in an exit handler', TIME, `process.on('exit', () => { for (;;); });`],
  // 200 where the worker's own time limit ends what goes on after the exit, 504 where the watchdog's look at the CPU comes first.
  ['R86', 'loop after a caught process.exit', [200, 504], `${HEAD} try { process.exit(0); } catch { for (;;); }`],
  ['R100', 'loop in a context of node:vm', TIME, `require('vm').runInNewContext('for (;;);');`],
  [
    'R101',
    'contexts inside of contexts with limits of their own, caught again and again',
    TIME,
    `const vm = require('vm'); const deeper = (n) => vm.runInNewContext('for (;;) try { again(n - 1) } catch {}', { n, again: (m) => (m > 0 ? deeper(m) : vm.runInNewContext('for (;;);', {}, { timeout: 1e6 })) }, { timeout: 1e6 }); for (;;) try { deeper(5); } catch {}`,
  ],
  [
    'R102',
    'contexts of node:vm without end, each with its own memory',
    EITHER,
    `const vm = require('vm'); const kept = []; for (;;) { try { kept.push(vm.createContext({ big: new Array(1e5).fill(1) })); } catch { kept.push(vm.runInContext('new Array(1e5).fill({})', kept[0])); } }`,
  ],
  [
    'R103',
    'accessors of a sandbox object that loop',
    TIME,
    `require('vm').runInNewContext('x', new Proxy({}, { ownKeys: () => { for (;;); } }));`,
  ],
];

const MEMORY_ATTACKS: ReadonlyArray<readonly [string, string, Statuses, string]> = [
  [
    'R09',
    'strings that double',
    EITHER,
    `let text = 'ab'; const kept = []; for (;;) { text += text; kept.push(text.slice(1) + text); }`,
  ],
  ['R10', 'array of objects', EITHER, 'const kept = []; for (;;) kept.push({ name: [], list: {} });'],
  [
    'R11',
    'array that grows by spreading itself',
    EITHER,
    'let list = [1.5]; for (;;) list = [...list, ...list, ...list];',
  ],
  ['R12', 'huge filled arrays', EITHER, 'const kept = []; for (;;) kept.push(new Array(2e7).fill(0.5));'],
  ['R13', 'typed arrays', EITHER, 'const kept = []; for (;;) kept.push(new Uint8Array(1 << 23).fill(7));'],
  ['R14', 'buffers', EITHER, 'const kept = []; for (;;) kept.push(Buffer.alloc(1 << 23, 7));'],
  [
    'R15',
    'resizable buffers',
    EITHER,
    'const kept = []; for (;;) { const one = new ArrayBuffer(1, { maxByteLength: 1 << 26 }); one.resize(1 << 26); new Uint8Array(one).fill(7); kept.push(one); }',
  ],
  [
    'R16',
    'shared buffers',
    EITHER,
    'const kept = []; for (;;) { const one = new SharedArrayBuffer(1 << 25); new Uint8Array(one).fill(7); kept.push(one); }',
  ],
  [
    'R17',
    'growable shared buffers',
    EITHER,
    'const kept = []; for (;;) { const one = new SharedArrayBuffer(1, { maxByteLength: 1 << 26 }); one.grow(1 << 26); new Uint8Array(one).fill(7); kept.push(one); }',
  ],
  [
    'R17b',
    'growable shared buffers, the address space alone',
    EITHER,
    'const kept = []; for (;;) kept.push(new SharedArrayBuffer(1, { maxByteLength: 2 ** 30 }));',
  ],
  [
    'R18',
    'WebAssembly memories',
    EITHER,
    'const kept = []; for (;;) { const one = new WebAssembly.Memory({ initial: 1000 }); new Uint8Array(one.buffer).fill(7); kept.push(one); }',
  ],
  [
    'R21',
    'WebAssembly tables',
    EITHER,
    `const kept = []; for (;;) kept.push(new WebAssembly.Table({ element: 'externref', initial: 1e6 }, kept));`,
  ],
  ['R28', 'JSON of twenty million brackets', EITHER, `JSON.parse('['.repeat(2e7));`],
  [
    'R30',
    'JSON of a graph that unfolds',
    EITHER,
    `let pair = ['leaf']; for (let i = 0; i < 40; i++) pair = [pair, pair]; JSON.stringify(pair);`,
  ],
  ['R31', 'JSON with looping getters', EITHER, 'JSON.stringify({ get deep() { for (;;); } });'],
  ['R37', 'normalising forty million characters', ANY, `'\\u1e9b\\u0323'.repeat(2e7).normalize('NFKD').length;`],
  [
    'R39',
    'date formatters',
    EITHER,
    `const kept = []; for (;;) kept.push(new Intl.DateTimeFormat('ja-u-ca-japanese', { dateStyle: 'full', timeZone: 'Asia/Tokyo' }));`,
  ],
  [
    'R40',
    'collators and number formatters',
    EITHER,
    `const kept = []; for (;;) kept.push(new Intl.Collator('sv'), new Intl.NumberFormat('fa'));`,
  ],
  ['R55', 'error message of a quarter gigabyte', EITHER, `throw new Error('m'.repeat(2 ** 28));`],
  [
    'R63',
    'many internalised keys',
    ANY,
    `const keys = {}; for (let i = 0; i < 3e5; i++) keys['key' + i + '.'.repeat(30)] = i;`,
  ],
  ['R70', 'three million results', ANY, 'const list = []; for (let i = 0; i < 3e6; i++) list.push(i); list;'],
  ['R72', 'spread of half a billion characters', EITHER, `[...'-'.repeat(5e8)].length;`],
  ['R75', 'Map that grows', EITHER, 'const map = new Map(); for (let i = 0; ; i++) map.set(i, -i);'],
  [
    'R81',
    'WebAssembly module of 400,000 blocks',
    ANY,
    'const n = 4e5, open = []; for (let i = 0; i < n; i++) open.push(2, 64); const code = [0, ...open, ...Array(n).fill(11), 11]; const size = (v) => { const out = []; do { let b = v & 127; v >>>= 7; if (v) b |= 128; out.push(b); } while (v); return out; }; const body = [1, ...size(code.length), ...code]; new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, ...size(body.length), ...body]));',
  ],
  ['R84', 'join of a holey array', EITHER, `Array(2 ** 32 - 1).join('').length + Array(2 ** 28).join('xy').length;`],
  ['R85', 'keys of a typed array', EITHER, 'Object.keys(new Uint8Array(3e7)).length;'],
  [
    'R88',
    'long strings of distinct characters',
    EITHER,
    `const kept = []; for (let i = 0; ; i++) kept.push(String.fromCharCode(...new Array(5e4).fill(65 + (i % 26))) + i);`,
  ],
  ['R90', 'Set that grows', EITHER, `const set = new Set(); for (let i = 0; ; i++) set.add('s' + i);`],
  ['R91', 'object that becomes a dictionary', EITHER, `const map = {}; for (let i = 0; ; i++) map['d' + i] = i;`],
  [
    'R93',
    'object of a million strings',
    EITHER,
    `const map = {}; for (let i = 0; i < 4e6; i++) map['o' + i] = 'some text that is kept ' + i;`,
  ],
  [
    'R94',
    'buffers made at their largest size',
    EITHER,
    'const kept = []; for (;;) { const one = new ArrayBuffer(1 << 26, { maxByteLength: 1 << 26 }); new Uint8Array(one).fill(7); kept.push(one); }',
  ],
  ['R96', 'arrays of a hundred', EITHER, 'const kept = []; for (;;) kept.push(new Array(100).fill(2));'],
  ['R97', 'arrays of a thousand', EITHER, 'const kept = []; for (;;) kept.push(new Array(1000).fill(2));'],
  ['R99', 'Map of Maps', EITHER, 'const map = new Map(); for (;;) map.set({}, new Map([[1, 2]]));'],
  [
    'R110',
    'symbols of the registry, to the limit: they outlive the run',
    ANY,
    `${HEAD} for (let i = 0; i % 1000 !== 0 || process.memoryUsage().heapUsed < 31e6; i++) Symbol.for('a symbol that nobody ever forgets ' + i);`,
  ],
  [
    'R111',
    'formatters, to the limit: their memory is given back late',
    ANY,
    `${HEAD} for (let i = 0; i % 50 !== 0 || process.memoryUsage().rss < 195e6; i++) new Intl.DateTimeFormat('en-u-ca-' + ['gregory', 'hebrew', 'islamic'][i % 3]);`,
  ],
  [
    'R112',
    'segmenters of a language with a dictionary',
    EITHER,
    `const kept = []; for (;;) kept.push(new Intl.Segmenter('th', { granularity: 'word' }).segment('x'.repeat(1000)));`,
  ],
  [
    'R113',
    'modules of data: URLs without end',
    EITHER,
    `(async () => { for (let i = 0; ; i++) await import('data:text/javascript,export default ' + i); })();`,
  ],
];

const STACK_ATTACKS: ReadonlyArray<readonly [string, string, Statuses, string]> = [
  ['R45', 'deep recursion', SCRIPT, '(function down() { down(); })();'],
  ['R46', 'recursion through toString', SCRIPT, 'const self = { toString() { return String(this); } }; String(self);'],
  ['R48', 'a million brackets to parse', SCRIPT, `eval('['.repeat(1e6));`],
  [
    'R49',
    'chain of a hundred thousand proxies',
    EITHER,
    'let proxy = {}; for (let i = 0; i < 1e5; i++) proxy = new Proxy(proxy, {}); proxy.missing;',
  ],
  ['R51', 'regular expression of half a million groups', SCRIPT, `new RegExp('('.repeat(5e5) + ')'.repeat(5e5));`],
  [
    'R52',
    'chain of a million prototypes',
    EITHER,
    'let object = {}; for (let i = 0; i < 1e6; i++) object = Object.create(object); object.missing;',
  ],
  [
    'R114',
    'thrown error with a hundred thousand causes',
    ANY,
    `let error = new Error('first'); for (let i = 0; i < 1e5; i++) error = new Error('next', { cause: error }); throw error;`,
  ],
  ['R58', 'thrown object without a prototype', SCRIPT, 'throw Object.create(null);'],
  ['R60', 'thrown undefined', SCRIPT, 'throw undefined;'],
  ['R59', 'rejected with nothing', SCRIPT, 'Promise.reject();'],
  [
    'R69',
    'object nested 300,000 deep',
    ANY,
    'let object = {}; for (let i = 0; i < 3e5; i++) object = { object }; console.error(object); JSON.stringify(object);',
  ],
];

const OUTPUT_ATTACKS: ReadonlyArray<readonly [string, string, Statuses, string]> = [
  ['R41', 'output without end', [200], `${HEAD} for (;;) process.stdout.write('o'.repeat(10000));`],
  ['R42', 'stderr without end', EITHER, `for (;;) console.error('e'.repeat(1000));`],
  [
    'R43',
    'header fields without end',
    SCRIPT,
    `for (let i = 0; ; i++) process.stdout.write('X-Field-' + i + ': 1\\n');`,
  ],
  [
    'R44',
    'one header line without end',
    SCRIPT,
    `process.stdout.write('X-Field: '); for (;;) process.stdout.write('x'.repeat(1000));`,
  ],
  ['R66', 'host calls without end', EITHER, `for (;;) process.hrtime();`],
  [
    'R67',
    'host calls with huge arguments',
    EITHER,
    `const fs = require('fs'), name = '/' + 'n'.repeat(2 ** 24); for (;;) try { fs.openSync(name); } catch {}`,
  ],
  ['R68', 'one write of a hundred megabytes', ANY, `${HEAD} process.stdout.write(Buffer.alloc(1e8, 'w'));`],
  [
    'R87',
    'host calls with sparse arrays',
    ANY,
    `const holes = []; holes[2 ** 31] = 1; try { require('fs').writeFileSync('/x', holes); } catch {} require('fs').readvSync?.(0, holes);`,
  ],
  ['R89', 'too many files left open', EITHER, `const fs = require('fs'); for (;;) fs.openSync(__filename);`],
  ['R92', 'too many listeners and timers', EITHER, 'for (;;) setTimeout(() => {}, 1e6);'],
];

export const EXHAUSTION: readonly ScriptAttack[] = [
  ...TIME_ATTACKS,
  ...MEMORY_ATTACKS,
  ...STACK_ATTACKS,
  ...OUTPUT_ATTACKS,
].map(([id, what, ends, code]) => ({ id, what, ends, code }));
