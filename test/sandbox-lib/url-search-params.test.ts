import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import { URLSearchParams as OurParams } from '../../sandbox-lib/internal/url-search-params.ts';
import { answer, ODD_VALUES } from './oracle.ts';

type Params = InstanceType<typeof URLSearchParams>;
type Kind = new (init?: unknown) => Params;
const KINDS = [OurParams as unknown as Kind, URLSearchParams as unknown as Kind] as const;

const TEXTS = [
  ...[
    '',
    '?',
    'a=1&b=2&a=3',
    '?a',
    '=',
    '&&a&',
    'a=b=c',
    'a+b=c+d',
    '%41=%e4%bd%a0',
    '%e4%bd=%zz',
    'é=\ud800',
    '??a',
    'a=%',
  ],
  ...['%C3%A9%=+%41', "!'()*-._~=\u007f\u0080", '\u{1f600}=\0', 'a=1;b=2', '__proto__=1'],
];
const INITS: (() => unknown)[] = [
  ...[...TEXTS, ...ODD_VALUES].map((value) => () => value),
  () => [
    ['a', 1],
    ['b', null],
  ],
  () => [['a']],
  () => [['a', 'b', 'c']],
  () => [null],
  () => ['ab'],
  () => [new Set(['x', 'y'])],
  () => [new Set(['x'])],
  () => [5],
  () => new Map([['k', 'v']]),
  () => ({ a: 1, 'b c': [1, 2], '\ud800': 1, '\udbff': 2, [Symbol.iterator]: undefined }),
  () => ({ [Symbol('s')]: 1 }),
  () => ({ [Symbol.iterator]: 1 }),
  () => Object.assign(() => {}, { a: 1 }),
  () => Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 1, enumerable: true } }),
  () => new URLSearchParams('n=1'),
];

/** What each kind answers; the same call makes a fresh object for each. */
function same(call: (Kind: Kind) => unknown, label: string): void {
  const [ours, node] = KINDS.map((Kind) => answer(() => call(Kind)));
  assert.deepEqual(ours, node, label);
}

test('URLSearchParams: made from everything', () => {
  INITS.forEach((init, index) => {
    same((Kind) => {
      const params = new Kind(init());
      return [String(params), [...params], params.size];
    }, `init ${index}`);
  });
  same((Kind) => String(new Kind(new Kind('a=1&b=%20'))), 'its own kind');
});

test('URLSearchParams: reading and changing', () => {
  const calls: [string, ...unknown[]][] = [
    ...['a', 'b', 'é', '', 'zz'].flatMap((name): [string, ...unknown[]][] => [
      ['get', name],
      ['getAll', name],
      ['has', name],
      ['has', name, '1'],
      ['has', name, undefined],
      ['delete', name],
      ['delete', name, '3'],
      ['delete', name, undefined],
      ['set', name, '\ud800 x'],
      ['append', name, 5],
    ]),
    ...['get', 'getAll', 'has', 'delete', 'set', 'append', 'forEach'].flatMap((method): [string, ...unknown[]][] => [
      [method],
      [method, undefined],
      [method, Symbol('x')],
      [method, 'a', Symbol('x')],
    ]),
    ['sort'],
    ['toString'],
  ];
  for (const text of TEXTS) {
    for (const [method, ...args] of calls) {
      same(
        (Kind) => {
          const params = new Kind(text);
          const result = (params as unknown as Record<string, (...args: unknown[]) => unknown>)[method]?.(...args);
          return [result, String(params)];
        },
        `${text} ${method}(${args.map(String)})`,
      );
    }
  }
});

test('URLSearchParams.sort: stable, by code units, for many pairs', () => {
  const pairs = Array.from({ length: 300 }, (_, index) => [
    ['b', '\ufffd', '\u{1f600}', 'a', 'aa', ''][index % 6],
    `${index}`,
  ]);
  same((Kind) => {
    const params = new Kind(pairs);
    params.sort();
    return String(params);
  }, 'sort');
});

test('URLSearchParams: iterators see what changes under them', () => {
  same((Kind) => {
    const params = new Kind('a=1&b=2&c=3');
    const seen: unknown[] = [];
    for (const [name] of params) {
      seen.push(name);
      params.delete(name);
    }
    params.append('d', '4');
    const iterator = params.values();
    seen.push(iterator.next(), inspect(iterator), iterator.next(), iterator.next(), String(iterator));
    params.forEach((value, name, self) => {
      seen.push([value, name, self === params]);
    });
    const prototype = Object.getPrototypeOf(iterator);
    seen.push(
      Object.getOwnPropertyNames(prototype),
      answer(() => prototype.next.call({})),
    );
    return [...seen, [...iterator], [...params.keys()], iterator[Symbol.iterator]() === iterator];
  }, 'iterate');
});

test('URLSearchParams: inspected, described and refused as in node', () => {
  for (const options of [{}, { depth: -1 }, { breakLength: 1 }, { colors: true }]) {
    same(
      (Kind) => [new Kind('a=a&b=b'), new Kind(), new Kind('x=1').entries()].map((one) => inspect(one, options)),
      'inspect',
    );
  }
  const methods = Reflect.ownKeys(URLSearchParams.prototype).filter((key) => key !== 'constructor');
  for (const method of methods) {
    same((Kind) => {
      const { enumerable, configurable, writable, value, get } =
        Object.getOwnPropertyDescriptor(Kind.prototype, method) ?? {};
      const call = value ?? get;
      // Ours takes util.inspect as its third argument instead of importing it.
      const length = typeof method === 'string' ? call?.length : undefined;
      const refused =
        typeof call === 'function' ? [{}, null, 5].map((self) => answer(() => call.call(self, 'a', 'b'))) : [];
      return [enumerable, configurable, writable, call?.name, length, refused];
    }, String(method));
  }
  assert.deepEqual(
    Reflect.ownKeys(OurParams.prototype).map(String).sort(),
    ['constructor', ...methods].map(String).sort(),
  );
});
