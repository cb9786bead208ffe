// Modules are looked for inside of what a run may read, wherever links lead.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ModuleFault } from '../../../engine/worker/modules/fault.ts';
import { resolveImport } from '../../../engine/worker/modules/resolve-import.ts';
import { DEFAULT_EXTENSIONS, resolveRequire } from '../../../engine/worker/modules/resolve-require.ts';
import { readSource } from '../../../engine/worker/modules/source.ts';
import { type PackageTree, packageTree, viewOf } from './package-tree.ts';

const TREE = {
  'node_modules/above/index.js': '',
  'node_modules/above/package.json': { name: 'above', main: 'index.js' },
  'package.json': { type: 'module', imports: { '#x': './site/x.js' } },
  'packages/inside/index.js': '',
  'packages/inside/package.json': { name: 'inside', exports: './index.js' },
  'outside/secret.js': '',
  'site/main.js': '',
  'site/x.js': '',
  'site/secret.js': '-> ../outside/secret.js',
  'site/folder': '-> ../outside',
  'site/node_modules/workspace': '-> ../../packages/inside',
  'site/node_modules/.pnpm/deep@1/node_modules/deep/index.js': 'x',
  'site/node_modules/.pnpm/deep@1/node_modules/sibling/index.js': 'x',
  'site/node_modules/deep': '-> .pnpm/deep@1/node_modules/deep',
};

function code(resolve: () => string): string {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof ModuleFault) return error.record.code;
    throw error;
  }
}

function lookUp(tree: PackageTree, specifier: string, from = 'site/main.js'): [require: string, import_: string] {
  const parent = join(tree.root, from);
  const { files, packages } = tree;
  return [
    code(() => resolveRequire({ specifier, parent, extensions: DEFAULT_EXTENSIONS }, files, packages)).replace(
      tree.root,
      '',
    ),
    code(() => resolveImport(specifier, pathToFileURL(parent).href, files, packages).url).replace(
      `file://${tree.root}`,
      '',
    ),
  ];
}

test('bounds: packages and package.json files above the granted folder are not there', (t) => {
  const tree = packageTree(t, TREE, ['site']);
  assert.deepEqual(lookUp(tree, 'above'), ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);
  assert.deepEqual(lookUp(tree, '#x'), ['ERR_PACKAGE_IMPORT_NOT_DEFINED', 'ERR_PACKAGE_IMPORT_NOT_DEFINED']);
  assert.equal(tree.packages.scopeOf(join(tree.root, 'site/main.js')), undefined);
});

test('bounds: with a grant for their folder they are', (t) => {
  const tree = packageTree(t, TREE, ['site', 'node_modules']);
  assert.deepEqual(lookUp(tree, 'above'), ['/node_modules/above/index.js', '/node_modules/above/index.js']);
});

test('bounds: a link that leads out of the grants is denied, not followed', (t) => {
  const tree = packageTree(t, TREE, ['site']);
  for (const specifier of ['./secret.js', './folder/secret.js', 'workspace']) {
    assert.deepEqual(lookUp(tree, specifier), ['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED'], specifier);
  }
  for (const path of [join(tree.root, 'outside/secret.js'), '/etc/passwd']) {
    assert.deepEqual(lookUp(tree, path), ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'], path);
  }
});

test('bounds: a linked package is found by its real path, and so are the packages beside it', (t) => {
  const tree = packageTree(t, TREE, ['site', 'packages']);
  assert.deepEqual(lookUp(tree, 'workspace'), ['/packages/inside/index.js', '/packages/inside/index.js']);
  const [deep] = lookUp(tree, 'deep');
  assert.equal(deep, '/site/node_modules/.pnpm/deep@1/node_modules/deep/index.js');
  assert.equal(lookUp(tree, 'sibling', deep)[0], '/site/node_modules/.pnpm/deep@1/node_modules/sibling/index.js');
});

test('bounds: a source is only read from inside', (t) => {
  const tree = packageTree(t, TREE, ['site']);
  assert.equal(
    code(() => readSource(join(tree.root, 'outside/secret.js'), tree.files).text),
    'MODULE_NOT_FOUND',
  );
});

function withMemory(t: TestContext): PackageTree {
  const tree = packageTree(t, { 'site/disk.js': 'disk', 'site/both.js': 'disk', 'site/node_modules/p/index.js': '' }, [
    'site',
  ]);
  const memory = {
    [join(tree.root, 'site/main.js')]: 'main',
    [join(tree.root, 'site/both.js')]: 'memory',
    [join(tree.root, 'site/lib/index.js')]: 'lib',
    [join(tree.root, 'site/lib/package.json')]: '{ "type": "module" }',
  };
  return { root: tree.root, ...viewOf([join(tree.root, 'site')], memory) };
}

test('in-memory files lie over the disk', (t) => {
  const tree = withMemory(t);
  assert.equal(lookUp(tree, './disk')[0], '/site/disk.js');
  assert.equal(lookUp(tree, './lib')[0], '/site/lib/index.js');
  assert.equal(lookUp(tree, 'p')[0], '/site/node_modules/p/index.js');
  assert.equal(readSource(join(tree.root, 'site/both.js'), tree.files).text, 'memory');
  assert.equal(tree.packages.scopeOf(join(tree.root, 'site/lib/index.js'))?.type, 'module');
});
