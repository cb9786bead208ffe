import assert from 'node:assert/strict';
import test from 'node:test';
import nodeUrl from 'node:url';
import { connectWarnings } from '../../sandbox-lib/internal/warning.ts';
import url from '../../sandbox-lib/node/url.ts';
import { answer, assertSameAnswers, type Call, ODD_VALUES } from './oracle.ts';
import { connectUrlHost } from './url-host.ts';

connectUrlHost();
const warnings: unknown[][] = [];
connectWarnings((...args) => warnings.push(args));
process.removeAllListeners('warning'); // node warns of its own url.parse() as well

const HEADS = [
  ...[
    'http://',
    'HTTP://u:p%20w@',
    'http:',
    'https:/',
    '//',
    '///',
    '',
    '/',
    'file://',
    'file:',
    'mailto:',
    'a:',
    'a://u@',
    'x@y.z',
  ],
  ...[
    'javascript:',
    'http://a@b@',
    'ws://[::1]:80',
    'http://[::1',
    'http:\\\\',
    ' \t\u00a0http://',
    'user@',
    'http://h:80',
    './..',
  ],
];
const HOSTS = [
  '',
  'host',
  'HOST.Com:8080',
  'host:',
  'host:8a',
  'ex ample',
  "it's",
  'b_c',
  'bücher',
  'ｅx.com',
  '１.２',
  'xn--a',
  'a\tb',
];
const PATHS = [
  '',
  '/',
  '/p/../q',
  '/a b"<>`{|}\\^\'',
  '?q=1&q=2',
  '?',
  '/p?a#b#c',
  '#',
  '#f r?g',
  ';x',
  '/é\ud800',
  '@z/',
  '\\x?y\\z',
  ' ',
];
const URLS = HEADS.flatMap((head) => HOSTS.flatMap((host) => PATHS.map((path) => head + host + path)));

/** A legacy URL as plain data: prototypes differ by identity. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { ...value, kind: value.constructor.name } : value;
}

type Module = Record<string, (...args: unknown[]) => unknown>;

function same(call: (module: Module) => unknown, label: string): void {
  const [ours, node] = [url, nodeUrl].map((module) => answer(() => plain(call(module as unknown as Module))));
  assert.deepEqual(ours, node, label);
}

test('url.parse: takes texts apart as node does', { timeout: 60_000 }, () => {
  URLS.forEach((text, index) => {
    // Each text with one of the four combinations of flags; neighbours differ.
    same((module) => module['parse']?.(text, index % 2 === 0, index % 3 === 0), JSON.stringify(text));
  });
  for (const value of ODD_VALUES) same((module) => module['parse']?.(value), String(value));
  same((module) => module['parse']?.(`http://${'a'.repeat(300)}.com/x`), 'a long host');
});

test('url.resolve and resolveObject: references against bases', { timeout: 60_000 }, () => {
  const bases = [
    'http://u@h:1/a/b/c?q#f',
    'http://h',
    '/a/b/',
    'a/b',
    '',
    'mailto:l1@d1',
    'file:///x/y',
    'a:b/c',
    'javascript:x',
    '//h/p',
  ];
  const references = [
    ...[
      '',
      '.',
      './',
      '..',
      '../..',
      '../../../x',
      'g',
      'g/',
      '/g',
      '//g',
      '//g/',
      '?y',
      '#s',
      'g?y#s',
      ';x',
      'g;x=1/../y',
      '/./g',
    ],
    ...[
      'http:g',
      'http://v@h2/x',
      'https:/x',
      'https:',
      'file:/z',
      'mailto:l2@d2',
      'l3@d3',
      'a:x',
      'javascript:y',
      'g..',
      '...',
      '/..',
    ],
    ...['http:', 'http:///s', '?', '//u@h', 'ftp:p', 'a://h/q', '\\w', 'http://h:1/other', './a/../b/.', '//', 'x/..'],
  ];
  for (const base of bases) {
    for (const reference of references) {
      same((module) => module['resolve']?.(base, reference), `${base} + ${reference}`);
      same((module) => module['resolveObject']?.(base, reference), `${base} + ${reference}`);
    }
  }
});

test('url.format: legacy objects, texts and the wrong types', () => {
  const objects: object[] = [
    { protocol: 'http', host: 'h:1', hostname: 'ignored', port: 2, pathname: 'a#b?c', search: 'x#y', hash: 'z' },
    { protocol: 'http:', hostname: '::1', port: 80, query: { a: [1, 2], b: 'é' } },
    { protocol: 'file', pathname: 'x' },
    { protocol: 'mailto:', auth: 'u:p@é', host: 'h', pathname: '/s' },
    { slashes: true, pathname: 'p' },
    { slashes: true, host: '', pathname: '//p', search: '?', hash: '#' },
    { hostname: '[::1]', query: 'text', search: '' },
    { pathname: 5, hash: 6, search: 7, protocol: 8 },
    { auth: '\ud83d' },
    [],
  ];
  assertSameAnswers(
    url,
    nodeUrl,
    [...objects, ...ODD_VALUES, ' http://x/ ', 'a b'].map((one): Call => ['format', one]),
  );
  same((module) => (module['Url'] as unknown as { prototype: Module }).prototype['format']?.call(objects[0]), 'method');
});

test('url.format: WHATWG URLs with options', () => {
  const hrefs = [
    'http://u:p@xn--lck1c3crb1723bpq4a.com:81/a?b=c#d',
    'a:b?#',
    'file:///x',
    'http://h/?#',
    'web+demo:/.//x',
  ];
  const options = [
    {},
    null,
    5,
    { auth: false },
    { fragment: 0 },
    { search: '' },
    { unicode: 1 },
    { auth: null, unicode: null },
  ];
  for (const href of hrefs) {
    for (const option of options) {
      same(
        (module) => module['format']?.(new (module['URL'] as unknown as typeof URL)(href), option),
        `${href} ${option}`,
      );
    }
  }
});

test('url.pathToFileURL and fileURLToPath: every character, both systems', () => {
  const ascii = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
  const paths = [
    '',
    '/',
    '/a/',
    'rel/',
    'C:\\a\\',
    'c:/x',
    '\\\\srv\\sh\\f#',
    '\\\\?\\UNC\\srv\\sh',
    '\\\\?\\C:\\a',
    '\\\\srv',
    '\\\\\\x',
  ];
  const bad = ['\\\\a b\\c', '\\\\a%\\c', '/\ud800', '\\\\ünï\\s', '/a\\b', '/日本/é'];
  const files = [
    'file:///',
    'file:///a%20b',
    'file:///c:/x%2Fy',
    'file:///C:/a',
    'file://h/x',
    'file:///a%5Cb',
    'file:///%zz',
    'file:c:/',
  ];
  const others = ['http://h/', 'x', 'file:///%E4%BD', 'file:///a?b#c', 'file://xn--tda/x'];
  for (const windows of [undefined, true, false]) {
    for (const path of [
      ...ascii.map((char) => `/a${char}b`),
      ...ascii.map((char) => `C:\\a${char}`),
      ...paths,
      ...bad,
    ]) {
      same((module) => String(module['pathToFileURL']?.(path, { windows })), `${JSON.stringify(path)} ${windows}`);
    }
    for (const file of [...files, ...others]) {
      same((module) => module['fileURLToPath']?.(file, { windows }), `${file} ${windows}`);
      same((module) => String(module['fileURLToPathBuffer']?.(file, { windows })), `${file} ${windows}`);
    }
  }
  for (const value of ODD_VALUES) {
    same((module) => String(module['pathToFileURL']?.(value)), String(value));
    for (const method of ['fileURLToPath', 'fileURLToPathBuffer'])
      same((module) => module[method]?.(value), String(value));
  }
});

test('url.domainToASCII and domainToUnicode', () => {
  const domains = [
    'ıíd.ಡ',
    'xn--iñvalid.com',
    'español.com',
    'xn--espaol-zwa.com',
    '中文.com',
    'a b',
    '',
    '1.2',
    '[::1]',
    'ß.de',
    'xn--fa-hia.de',
  ];
  assertSameAnswers(
    url,
    nodeUrl,
    [...domains, ...ODD_VALUES].flatMap((one): Call[] => [
      ['domainToASCII', one],
      ['domainToUnicode', one],
    ]),
  );
  same((module) => module['domainToASCII']?.(), 'nothing');
});

test('url.urlToHttpOptions: a URL, with what was added to it', () => {
  for (const href of ['http://u:p%20@h:80/a?b#c', 'https://[::1]:81/', 'a:b', 'http://%65/']) {
    same((module) => {
      const whatwg = Object.assign(new (module['URL'] as unknown as typeof URL)(href), { extra: 1 });
      const options = module['urlToHttpOptions']?.(whatwg) as object;
      return [Object.getPrototypeOf(options), Object.entries(options)];
    }, href);
  }
  for (const value of ODD_VALUES)
    same((module) => Object.entries(module['urlToHttpOptions']?.(value) as object), String(value));
});

test("url: warns of parse() once, has node's names", () => {
  assert.deepEqual(
    warnings.map(([, type, code]) => [type, code]),
    [['DeprecationWarning', 'DEP0169']],
  );
  assert.match(String(warnings[0]?.[0]), /^`url\.parse\(\)` behavior is not standardized .* vulnerabilities\.$/);
  assert.deepEqual(Object.keys(url), Object.keys(nodeUrl));
  assert.deepEqual(Object.keys(url.Url.prototype), Object.keys((nodeUrl as unknown as typeof url).Url.prototype));
});
