import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import { URL as OurURL } from '../../sandbox-lib/internal/url.ts';
import { answer } from './oracle.ts';
import { connectUrlHost } from './url-host.ts';

connectUrlHost();

const BASES = [undefined, 'http://a/b/c?d#e', 'file:///c:/x', 'mailto:y', 'https://u:p@h:8080/'];
const INPUTS = [
  ...[
    'http://example.org',
    'HTTPS://USER:pass@EXAMPLE.com:443/a/../b?q#f',
    'http://h:80',
    'http://h:8080/%7Ea b',
    '//x/y',
  ],
  ...[
    '/abs',
    'rel/../x',
    '?q',
    '#f',
    '',
    ' http://trim.me ',
    'http:relative',
    'http:\\\\back\\slash',
    'file:///C|/x',
    'file:x',
  ],
  ...[
    'mailto:a@b.c',
    'data:text/plain,x y ',
    'blob:https://a.b/c',
    'blob:x',
    'javascript:alert(1)',
    'web+demo:/.//not/host',
  ],
  ...[
    'http://日本語.jp/é?ü#ö',
    'http://xn--a/',
    'http://[::1]:3000/',
    'http://[::1',
    'http://1.2.3/',
    'http://0x7f.1/',
    'http://a b/',
  ],
  ...[
    'http://@h',
    'http://u@h/?',
    'http://u:@h/#',
    'http://h/?#',
    'ws://h/a',
    'ftp://h:21/',
    'a://h:1/x',
    'a:b',
    'http://',
    'x',
  ],
  ...['http://h/\ud800?\ud800#\ud800', '\ud800', 'http://h/a?b=1&a=2&b=3', 'http://h:65536/', "http://h/'?'#'"],
];
const PARTS = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;
const VALUES = [
  '',
  'x',
  'http',
  'file:',
  'a b',
  'é',
  '/..',
  '?q=1',
  '#f',
  ':8080',
  '8080x',
  'h:1',
  '\ud800',
  'http://n/?z=1',
  '%zz',
];

interface AnyURL extends Record<(typeof PARTS)[number], string> {
  readonly origin: string;
  readonly searchParams: URLSearchParams;
}
type Kind = new (input: string, base?: string) => AnyURL;
const KINDS = [OurURL as unknown as Kind, URL] as const;

function show(url: AnyURL): string[] {
  return [...PARTS.map((part) => url[part]), url.origin, String(url.searchParams), String(url), JSON.stringify(url)];
}

/** What a call throws, with everything it hangs on the error. */
function attempt<T>(call: () => T): unknown {
  const result = answer(call);
  if (!('threw' in (result as object))) return result;
  try {
    return call();
  } catch (error) {
    return { ...(result as object), ...(error as object) };
  }
}

test("URL: parses, or refuses, as node's own", () => {
  for (const base of BASES) {
    for (const input of INPUTS) {
      const [ours, node] = KINDS.map((Kind) => attempt(() => show(new Kind(input, base))));
      assert.deepEqual(ours, node, `${JSON.stringify(input)} ${base}`);
      assert.equal(OurURL.canParse(input, base), URL.canParse(input, base));
      assert.equal(OurURL.parse(input, base)?.href, URL.parse(input, base)?.href);
    }
  }
});

test('URL: each part set to each value', () => {
  for (const input of INPUTS.filter((one) => URL.canParse(one))) {
    for (const part of PARTS) {
      for (const value of VALUES) {
        const [ours, node] = KINDS.map((Kind) => {
          const url = new Kind(input);
          const params = url.searchParams;
          const set = attempt(() => {
            url[part] = value;
          });
          return [set, show(url), params === url.searchParams];
        });
        assert.deepEqual(ours, node, `${JSON.stringify(input)}.${part} = ${JSON.stringify(value)}`);
      }
    }
  }
});

test('URL.searchParams: changes reach the href, and back', () => {
  const changes: ((url: AnyURL) => unknown)[] = [
    (url) => url.searchParams.append('k é', "~!*()' +"),
    (url) => url.searchParams.delete('a'),
    (url) => url.searchParams.set('b', '\ud800'),
    (url) => url.searchParams.sort(),
    (url) => [...url.searchParams.keys()].map((key) => url.searchParams.delete(key)),
    (url) => {
      url.searchParams.append('x', '1');
      url.hash = 'later';
      url.pathname = '/p';
    },
    (url) => {
      url.searchParams.append('x', '1');
      url.search = '?y=2';
    },
    (url) => {
      url.searchParams.append('x', '1');
      url.href = 'http://other/?z';
    },
    (url) => {
      url.searchParams.append('x', '1');
      Reflect.set(url, 'href', 'not a url');
    },
  ];
  for (const input of INPUTS.filter((one) => URL.canParse(one))) {
    changes.forEach((change, index) => {
      const [ours, node] = KINDS.map((Kind) => {
        const url = new Kind(input);
        const before = answer(() => change(url));
        return [(before as { threw?: string }).threw, show(url)];
      });
      assert.deepEqual(ours, node, `${input} change ${index}`);
    });
  }
});

test('URL: arguments are checked as in node', () => {
  const calls: ((Kind: typeof URL) => unknown)[] = [
    (Kind) => new (Kind as unknown as new () => URL)(),
    (Kind) => (Kind.canParse as () => boolean)(),
    (Kind) => (Kind.parse as () => URL | null)(),
    (Kind) => (Kind.revokeObjectURL as () => void)(),
    (Kind) => new Kind('a', 'b').href,
    (Kind) => new Kind({ toString: () => 'http://o/' } as never).href,
    (Kind) => new Kind(Symbol('x') as never),
    (Kind) => (Kind as unknown as () => void)(),
    ...PARTS.map((part) => (Kind: typeof URL) => Reflect.set(Kind.prototype, part, 'x', {})),
  ];
  for (const call of calls) {
    const hideName = (text: unknown) => String(text).replace(/#\w+/g, '#field');
    const [ours, node] = [OurURL as unknown as typeof URL, URL].map((Kind) => attempt(() => call(Kind)));
    assert.equal(hideName(JSON.stringify(ours)), hideName(JSON.stringify(node)), String(call));
  }
  assert.throws(() => OurURL.createObjectURL({}), { code: 'ERR_INVALID_ARG_TYPE' });
});

test("URL: looks as node's to util.inspect, to Object and to subclasses", () => {
  const href = 'https://username:password@host.name:8080/path/name/?que=ry#hash';
  for (const options of [{}, { showHidden: true }, { depth: 0 }, { depth: -1 }, { colors: true }]) {
    assert.equal(inspect({ a: new OurURL(href) }, options), inspect({ a: new URL(href) }, options));
  }
  for (const short of ['http://h/', 'a:b', 'file:///x?y', 'http://h?#']) {
    const [ours, node] = [new OurURL(short), new URL(short)].map((url) => inspect(url, { showHidden: true }));
    assert.equal(ours, node);
  }
  const shape = (Kind: object) =>
    Object.entries(Object.getOwnPropertyDescriptors(Kind)).map(
      ([name, { enumerable, configurable, writable, get }]) => {
        return [name, enumerable, configurable, writable, get?.name];
      },
    );
  assert.deepEqual(shape(OurURL.prototype).sort(), shape(URL.prototype).sort());
  assert.deepEqual(shape(OurURL).sort(), shape(URL).sort());
  class Sub extends OurURL {
    override get hostname(): string {
      return 'other';
    }
  }
  assert.equal(new Sub(href).host, 'host.name:8080');
  assert.equal(Object.prototype.toString.call(new Sub(href)), '[object URL]');
});
