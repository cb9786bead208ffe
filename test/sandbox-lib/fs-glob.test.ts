import type nodeFs from 'node:fs';
import { test } from 'node:test';
import { oracle } from './fs-oracle.ts';

const PATTERNS: unknown[] = [
  ...[
    '*',
    '**',
    '**/*',
    '*.txt',
    'sub/*',
    'sub/**',
    '**/*.txt',
    '**/deep',
    './sub/*',
    'sub/../*.txt',
    '*/',
    'sub/',
    'text.txt/',
  ],
  ...[
    '{sub,empty}/*',
    'sub/{one,two}.txt',
    '[st]*',
    '?(x)sub/*',
    '!(sub)',
    'none',
    'none/*',
    '',
    '.',
    '..',
    'link',
    'dangling',
  ],
  ...[
    'folder-link/*',
    'folder-link/',
    'folder-link/**',
    '**/folder-link/**',
    'text.txt/*',
    'sub/deep/..',
    '**/two.txt',
    ['*.txt', 'sub/*'],
    ['*.txt', '*.txt'],
  ],
];

/** As node, the order apart: it is that of the folder. */
function sorted(fs: typeof nodeFs, pattern: unknown, options?: object): unknown {
  const found = fs.globSync(pattern as string, options as never) as unknown as Array<
    string | { name: string; parentPath: string }
  >;
  return found.map((one) => (typeof one === 'string' ? one : `${one.parentPath}|${one.name}`)).sort();
}

test('globSync finds what node finds', (t) => {
  const { same } = oracle(t);
  for (const pattern of PATTERNS) {
    same(`${pattern} in the working directory`, (fs) => sorted(fs, pattern));
    same(`${pattern} in a folder`, (fs, at) => sorted(fs, pattern, { cwd: at('') }));
    same(`${pattern} with types`, (fs, at) => sorted(fs, pattern, { cwd: at(''), withFileTypes: true }));
  }
  same('absolute', (fs, at) => sorted(fs, `${at('sub')}/**`));
  for (const exclude of [['sub'], ['**/*.txt'], ['sub/**'], [], () => true]) {
    same(`without ${exclude}`, (fs) => sorted(fs, '**/*', { exclude }));
  }
  for (const [pattern, options] of [
    [1],
    [undefined],
    [['a', 1]],
    ['a', 1],
    ['a', { exclude: 1 }],
    ['a', { exclude: [1] }],
  ]) {
    same(`refuses ${pattern} ${JSON.stringify(options)}`, (fs) => sorted(fs, pattern, options as object));
  }
});

test('glob and fs.promises.glob answer as globSync', async (t) => {
  const { sameLater } = oracle(t);
  await sameLater(
    'callback',
    (fs) => new Promise((resolve) => fs.glob('sub/*', (error, found) => resolve([error, found.sort()]))),
  );
  await sameLater('promises', async (fs) => (await Array.fromAsync(fs.promises.glob('**/*.txt'))).sort());
});
