// Resolution, held to node's own over one tree: the same file, or an error of the same code, message and properties.
import assert from 'node:assert/strict';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { ModuleFault } from '../../../engine/worker/modules/fault.ts';
import { resolvedUrlOf, resolveImport } from '../../../engine/worker/modules/resolve-import.ts';
import { resolveRequire } from '../../../engine/worker/modules/resolve-require.ts';
import { faultError } from '../../../sandbox-lib/internal/module-faults.ts';
import { packageTree, viewOf } from './package-tree.ts';

const JS = 'module.exports = __filename;';
const TREE = {
  'package.json': {
    name: 'root',
    exports: { '.': './lib/a.js', './miss': './nope.js', './sub/*': './lib/sub/*.js' },
    imports: {
      '#a': './lib/a.js',
      '#bad': 'no-such-package',
      '#core': 'fs',
      '#core-url': 'node:fs',
      '#dep': 'exp',
      '#dep/*': 'exp/f/*',
      '#null': null,
      '#cond': { browser: './b.js', require: './lib/a.js', import: './lib/m.mjs' },
      '#none-fits': { browser: './b.js' },
      '#list': ['bad::', './lib/a.js'],
      '#out': '../x.js',
      '#/slash': './lib/a.js',
    },
  },
  'lib/a.js': JS,
  'lib/a b.js': JS,
  'lib/both.js': JS,
  'lib/both/index.js': JS,
  'lib/bare': JS,
  'lib/data.json': { x: 1 },
  'lib/m.mjs': 'export default 1',
  'lib/c.cjs': JS,
  'lib/t.ts': 'export {}',
  'lib/text.txt': 'text',
  'lib/index.js': JS,
  'lib/sub/index.json': {},
  'lib/sub/s.js': JS,
  'lib/main/package.json': { main: './start' },
  'lib/main/start.js': JS,
  'lib/main-folder/package.json': { main: 'inner' },
  'lib/main-folder/inner/index.js': JS,
  'lib/main-gone/package.json': { main: 'gone' },
  'lib/main-gone/index.js': JS,
  'lib/link.js': '-> a.js',
  'lib/linked': '-> sub',
  'node_modules/index.js': JS,
  'node_modules/plain/index.js': JS,
  'node_modules/plain/deep/x.js': JS,
  'node_modules/plain/deep/node_modules/inner/index.js': JS,
  'node_modules/bad-main/package.json': { main: 'missing.js' },
  'node_modules/broken/package.json': '{ "main": }',
  'node_modules/list/package.json': '[]',
  'node_modules/addon/package.json': { main: 'a.node' },
  'node_modules/addon/a.node': 'not really',
  'node_modules/@scope/p/package.json': { main: 'lib/p', exports: undefined },
  'node_modules/@scope/p/lib/p.js': JS,
  'node_modules/@scope/p/lib/q.js': JS,
  'node_modules/linked-package': '-> ../workspace/w',
  'workspace/w/package.json': { name: 'w', exports: './w.js' },
  'workspace/w/w.js': JS,
  'node_modules/one/package.json': { exports: './one.js' },
  'node_modules/one/one.js': JS,
  'node_modules/dual/package.json': {
    exports: { node: { import: './i.mjs', require: './r.js' }, default: './d.js' },
  },
  'node_modules/dual/i.mjs': 'export default 1',
  'node_modules/dual/r.js': JS,
  'node_modules/mixed/package.json': { exports: { '.': './x.js', node: './y.js' } },
  'node_modules/numeric/package.json': { exports: { '.': { 0: './x.js' } } },
  'node_modules/false/package.json': { exports: false },
  'node_modules/null/package.json': { exports: null, main: 'm.js' },
  'node_modules/null/m.js': JS,
  'node_modules/sync/package.json': { exports: { 'module-sync': './s.js', default: './d.js' } },
  'node_modules/sync/s.js': JS,
  'node_modules/exp/package.json': {
    name: 'exp',
    exports: {
      '.': { require: './r.js', import: './i.mjs' },
      './f/*': './files/*.js',
      './f/x/*': null,
      './f/*.json': './files/*.json',
      './f/long/*': './files/x/*.js',
      './bad': '../out.js',
      './dots': './files/../r.js',
      './modules': './node_modules/x.js',
      './encoded': './files/a%20b.js',
      './slash': './files/%2fx.js',
      './list': ['./nope.js', './r.js'],
      './list-bad': ['../bad.js', './r.js'],
      './list-null': [null, './r.js'],
      './list-empty': [],
      './number': 5,
      './folder': './files',
      './folder/': './files/',
      './gone': './gone.js',
      './no-default': { browser: './r.js' },
      './nested': { node: { browser: './x.js' }, default: './r.js' },
      './star*star*': './r.js',
      './literal*': './files/one.js',
    },
  },
  'node_modules/exp/r.js': JS,
  'node_modules/exp/i.mjs': 'export default 1',
  'node_modules/exp/files/one.js': JS,
  'node_modules/exp/files/a b.js': JS,
  'node_modules/exp/files/x/one.js': JS,
  'node_modules/exp/files/one.json': {},
};

const SPECIFIERS = [
  ...[
    './a',
    './a.js',
    './zz',
    './zz.js',
    './both',
    './both/',
    './both/.',
    './bare',
    './data',
    './data.json',
    './m',
    './m.mjs',
  ],
  ...[
    './c',
    './c.cjs',
    './t',
    './t.ts',
    './text.txt',
    './sub',
    './sub/',
    './main',
    './main-folder',
    './main-gone',
    './link',
  ],
  ...[
    './link.js',
    './linked',
    './linked/s',
    '.',
    './',
    '..',
    '../lib',
    '../lib/a',
    './a/',
    './a.js/',
    '..a',
    '.a',
    './a%20b.js',
  ],
  ...[
    './a b',
    './a b.js',
    './%2fa',
    './a.js?x=1#y',
    './a.js?',
    'plain',
    'plain/',
    'plain/deep/x',
    'plain/deep/x.js',
    'plain/none',
  ],
  ...[
    'plain/deep',
    'inner',
    'bad-main',
    'broken',
    'list',
    'addon',
    '@scope/p',
    '@scope/p/lib/q',
    '@scope',
    '@scope/none/x',
    '@',
  ],
  ...[
    'linked-package',
    'one',
    'one/one.js',
    'one/x',
    'dual',
    'mixed',
    'numeric',
    'false',
    'null',
    'null/m.js',
    'sync',
    'no-such',
  ],
  ...[
    'exp',
    'exp/',
    'exp/f/one',
    'exp/f/x/one',
    'exp/f/long/one',
    'exp/f/one.json',
    'exp/f/../r',
    'exp/f/node_modules/x',
  ],
  ...[
    'exp/f/%2e%2e/r',
    'exp/bad',
    'exp/dots',
    'exp/modules',
    'exp/encoded',
    'exp/slash',
    'exp/list',
    'exp/list-bad',
    'exp/none',
  ],
  ...[
    'exp/list-null',
    'exp/list-empty',
    'exp/number',
    'exp/folder',
    'exp/folder/',
    'exp/folder/one.js',
    'exp/gone',
    'exp/f/',
  ],
  ...[
    'exp/no-default',
    'exp/nested',
    'exp/starXstarY',
    'exp/literal*',
    'exp/files/one.js',
    'exp/../x',
    'root',
    'root/miss',
  ],
  ...[
    'root/none',
    'root/sub/s',
    'root/',
    '#a',
    '#bad',
    '#core',
    '#core-url',
    '#dep',
    '#dep/one',
    '#null',
    '#none',
    '#',
    '#/',
    '#/slash',
  ],
  ...[
    '#cond',
    '#none-fits',
    '#list',
    '#out',
    '#a/',
    'fs',
    'node:fs',
    'fs/promises',
    'fs/',
    'a\\b',
    'a%b',
    '%61',
    'EXP',
    'ext:y',
  ],
  ...['http://h/x', 'https://h/x', 'data:text/javascript,1', 'c:/x'],
];

const { root } = packageTree({ after }, TREE);
const parent = join(root, 'lib', 'parent.mjs');

interface Outcome {
  found?: string;
  name?: string;
  code?: string | undefined;
  message?: string;
  properties?: object;
}

function outcome(resolve: () => string): Outcome {
  try {
    return { found: resolve() };
  } catch (error) {
    const made = (
      error instanceof ModuleFault ? faultError(JSON.stringify(error.record), () => [parent]) : error
    ) as Error & {
      code?: string;
    };
    return { name: made.name, code: made.code, message: made.message, properties: { ...made } };
  }
}

/** All differences at once. */
function compare(rows: [label: string, ours: Outcome, nodes: Outcome][]): void {
  const differ = rows.filter(([, ours, nodes]) => !isDeepStrictEqual(ours, nodes));
  assert.deepEqual(
    differ.map(([label, ours]) => [label, ours]),
    differ.map(([label, , nodes]) => [label, nodes]),
  );
}

test('resolveRequire answers as require.resolve does', () => {
  const node = createRequire(parent);
  const rows: Parameters<typeof compare>[0] = [];
  for (const specifier of SPECIFIERS) {
    // Built-ins never reach it, and node itself throws at a built-in in "imports".
    if (isBuiltin(specifier) || specifier === '#core') continue;
    const { files, packages } = viewOf([root]);
    const request = { specifier, parent, extensions: ['.js', '.json', '.node'] };
    const ours = outcome(() => resolveRequire(request, files, packages));
    rows.push([specifier, ours, outcome(() => node.resolve(specifier))]);
  }
  compare(rows);
});

test('resolveImport answers as import() and import.meta.resolve do', async (t) => {
  const { writeFileSync } = await import('node:fs');
  writeFileSync(parent, 'export const resolve = (s) => import.meta.resolve(s); export const load = (s) => import(s);');
  const node = (await import(pathToFileURL(parent).href)) as {
    resolve(specifier: string): string;
    load(specifier: string): Promise<unknown>;
  };
  const rows: Parameters<typeof compare>[0] = [];
  for (const specifier of SPECIFIERS) {
    const { files, packages } = viewOf([root]);
    const ours = () => resolveImport(specifier, pathToFileURL(parent).href, files, packages).url;
    const wanted = outcome(() => node.resolve(specifier));
    const got = outcome(() => {
      try {
        return ours();
      } catch (error) {
        const url = resolvedUrlOf(error);
        if (url !== undefined) return url;
        throw error;
      }
    });
    // import.meta.resolve() lets unknown schemes through, import() does not.
    if (!/^(?:https?|c|ext):/.test(specifier)) rows.push([`resolve ${specifier}`, got, wanted]);
    const failure = await node.load(specifier).then(
      () => undefined,
      (error) => error,
    );
    const isResolution = /NOT_FOUND|DIR_IMPORT|PACKAGE|SPECIFIER|SCHEME|CONFIG|RESOLVE/.test(failure?.code ?? '');
    const thrown = () => {
      throw failure;
    };
    if (!isResolution) continue;
    const nodes = outcome(thrown);
    // Hints are added to it where modules are linked.
    if (nodes.message !== undefined) nodes.message = nodes.message.replace(/\nDid you mean.*$/, '');
    rows.push([`import ${specifier}`, outcome(ours), nodes]);
  }
  compare(rows);
  t.diagnostic(`${rows.length} outcomes`);
});
