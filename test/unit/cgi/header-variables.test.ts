// H01–H10: request header fields as HTTP_* variables.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldRule } from '../../../engine/cgi/field-rule.ts';
import { appendHeaderVariables, type HeaderVariableOptions } from '../../../engine/cgi/header-variables.ts';
import type { HeaderPairs } from '../../../engine/types.ts';
import { ENVIRONMENT } from './rooms.ts';

type Row = readonly [
  id: string,
  headers: HeaderPairs,
  expected: Readonly<Record<string, string>>,
  options?: Partial<HeaderVariableOptions>,
];

const HOP_BY_HOP: HeaderPairs = [
  ['Transfer-Encoding', 'chunked'],
  ['Keep-Alive', '5'],
  ['TE', 'trailers'],
  ['Trailer', 'X'],
  ['Upgrade', 'h2c'],
];

const ROWS: readonly Row[] = [
  [
    'H01 joined with a comma',
    [
      ['X-Foo', '1'],
      ['x-foo', '2'],
      ['X-FOO', '3'],
    ],
    { HTTP_X_FOO: '1, 2, 3' },
  ],
  [
    'H01 a value that looks like a name',
    [
      ['A', 'HTTP_B'],
      ['B', '1'],
    ],
    { HTTP_A: 'HTTP_B', HTTP_B: '1' },
  ],
  [
    'H02 cookies',
    [
      ['Cookie', 'a=1'],
      ['cookie', 'b=2'],
    ],
    { HTTP_COOKIE: 'a=1; b=2' },
  ],
  ['H03 underscore', [['X_Real_Ip', 'evil']], {}],
  [
    'H03 both',
    [
      ['X_Real_Ip', 'evil'],
      ['X-Real-Ip', 'good'],
      ['X_Real-Ip', 'evil'],
    ],
    { HTTP_X_REAL_IP: 'good' },
  ],
  [
    'H03 other characters',
    [
      ['something-else', '1'],
      ['something.else', '2'],
      ['something+else', '3'],
      ['something:else', '4'],
      ['', '5'],
      ['é', '6'],
    ],
    { HTTP_SOMETHING_ELSE: '1' },
  ],
  [
    'H03 underscores allowed',
    [
      ['X_Y', '1'],
      ['x_y', '2'],
    ],
    { HTTP_X_Y: '1, 2' },
    { allowUnderscores: true },
  ],
  [
    'H03 allowed, the dash wins wherever it stands',
    [
      ['X_Y', 'evil'],
      ['X-Y', 'good'],
      ['X_Y', 'evil'],
    ],
    { HTTP_X_Y: 'good' },
    { allowUnderscores: true },
  ],
  [
    'H03 allowed, no way around H04',
    [
      ['Content_Length', '77'],
      ['Proxy_Authorization', 'x'],
      ['Content_Type', 'x'],
      ['Transfer_Encoding', 'x'],
    ],
    {},
    { allowUnderscores: true },
  ],
  [
    'H03 prototype names',
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ],
    { HTTP_CONSTRUCTOR: 'y', HTTP_TOSTRING: 'z' },
  ],
  [
    'H04 httpoxy',
    [
      ['Proxy', 'http://evil:1'],
      ['PROXY', 'x'],
      ['proxy', 'y'],
    ],
    {},
  ],
  [
    'H04 secrets',
    [
      ['Authorization', 'Basic x'],
      ['Proxy-Authorization', 'Basic y'],
    ],
    {},
  ],
  [
    'H04 passAuthorization',
    [
      ['Authorization', 'Basic x'],
      ['Proxy-Authorization', 'y'],
    ],
    { HTTP_AUTHORIZATION: 'Basic x' },
    { passAuthorization: true },
  ],
  [
    'H04 content',
    [
      ['Content-Type', 'a/b'],
      ['Content-Length', '3'],
    ],
    {},
  ],
  ['H04 hop by hop', HOP_BY_HOP, {}],
  ['H04 Connection', [['Connection', 'close']], {}],
  ['H04 passHopByHop', [['Connection', 'close'], ...HOP_BY_HOP], { HTTP_CONNECTION: 'close' }, { passHopByHop: true }],
  [
    'H05 nominated',
    [
      ['X-Y', '1'],
      ['Connection', 'keep-alive, x-y'],
      ['X-Z', '2'],
      ['X-y', '3'],
    ],
    { HTTP_X_Z: '2' },
  ],
  [
    'H05 nominated in a second field',
    [
      ['Connection', 'close'],
      ['X-Y', '1'],
      ['connection', 'X-Y'],
    ],
    {},
  ],
  [
    'H05 Host stays',
    [
      ['Connection', 'host'],
      ['Host', 'a'],
    ],
    { HTTP_HOST: 'a' },
  ],
  [
    'H05 no underscore spelling',
    [
      ['Connection', 'X_Y'],
      ['X-Y', '1'],
    ],
    { HTTP_X_Y: '1' },
  ],
  ['H06 UTF-8 bytes', [['X-A', 'caf\xC3\xA9']], { HTTP_X_A: 'café' }],
  ['H06 broken UTF-8', [['X-A', 'caf\xE9']], { HTTP_X_A: 'caf\uFFFD' }],
  ['H06 Unicode of a caller', [['X-A', '€ \uD800']], { HTTP_X_A: '€ \uFFFD' }],
  ['H06 tab', [['X-A', 'a\tb']], { HTTP_X_A: 'a\tb' }],
  ['H06 empty', [['X-A', '']], { HTTP_X_A: '' }],
  ['H07', [['Host', 'a.example:8080']], { HTTP_HOST: 'a.example:8080' }],
  ['H08', [['Expect', '100-continue']], {}],
  [
    'HTTP/2 pseudo fields',
    [
      [':authority', 'a'],
      [':path', '/'],
    ],
    {},
  ],
  ['B11 Content-Encoding', [['Content-Encoding', 'gzip']], { HTTP_CONTENT_ENCODING: 'gzip' }],
];

for (const [id, headers, expected, options] of ROWS) {
  test(`appendHeaderVariables: ${id}`, () => {
    const flat = ['SERVER_NAME', 'x'];
    appendHeaderVariables(flat, headers, { ...ENVIRONMENT, ...options });
    const variables = flat.slice(2);
    const actual = Array.from({ length: variables.length / 2 }, (_, i) => [variables[2 * i], variables[2 * i + 1]]);
    assert.deepEqual(actual, Object.entries(expected));
  });
}

test('appendHeaderVariables: hands back Host and the first Content-Type', () => {
  const headers: HeaderPairs = [
    ['Host', 'a'],
    ['Content-Type', 'a/b'],
    ['content-type', 'c/d'],
  ];
  assert.deepEqual(appendHeaderVariables([], headers, ENVIRONMENT), { host: 'a', contentType: 'a/b' });
});

test('fieldRule: thousands of made-up names leave the answers right', () => {
  for (let i = 0; i < 5000; i++) assert.equal(fieldRule(`X-${i}`).variable, `HTTP_X_${i}`);
  assert.deepEqual(fieldRule('Proxy').role, 'dropped');
});
