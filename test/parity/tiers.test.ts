// Holds sandbox-lib/tiers.ts to Node's modules, the library to the tiers, and docs/compatibility.md to the data.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { GLOBAL_TIERS, MODULE_TIERS } from '../../sandbox-lib/tiers.ts';
import { page, scriptFolder } from '../engine/script-folder.ts';
import { compatibility } from './compatibility.ts';

const require = createRequire(import.meta.url);
const NAMES = Object.keys(MODULE_TIERS);
/** Internal modules that Node still lists. */
const PRIVATE = /^_/;

/** Runs in node and in the sandbox: type of each member of each module. */
const LIST = `
const types = {};
for (const name of NAMES) {
  try {
    const module = require(name);
    types[name] = {};
    for (const key of Object.getOwnPropertyNames(FROM[name])) types[name][key] = module[key] === undefined ? 'absent' : typeof module[key];
  } catch (error) { types[name] = error.code; }
}`;

type Types = Record<string, Record<string, string> | string>;

function nodeTypes(): Types {
  process.removeAllListeners('warning');
  const types: Types = {};
  for (const name of NAMES) {
    let module: Record<string, unknown>;
    try {
      module = require(name) as Record<string, unknown>;
    } catch (error) {
      types[name] = String((error as NodeJS.ErrnoException).code);
      continue;
    }
    const members: Record<string, string> = {};
    for (const key of Object.getOwnPropertyNames(module)) members[key] = typeof module[key];
    types[name] = members;
  }
  return types;
}

function memberNames(name: string): { listed: Set<string>; absent: Set<string> } {
  const { members = {}, absent = '' } = MODULE_TIERS[name] ?? {};
  return { listed: new Set(Object.keys(members).flatMap((key) => key.split(' '))), absent: new Set(absent.split(' ')) };
}

test('each module of node has its tier', () => {
  const missing = builtinModules.filter((name) => !PRIVATE.test(name) && MODULE_TIERS[name] === undefined);
  assert.deepEqual(missing, []);
});

test('each member of a module exists, with the type of node, unless it is listed as absent', async (t) => {
  const node = nodeTypes();
  const { engine } = scriptFolder(t, {
    'list.js': page(`const NAMES = ${JSON.stringify(NAMES)}; const FROM = ${JSON.stringify(node)};${LIST}
process.stdout.write(JSON.stringify(types));`),
  });
  const ours = JSON.parse(await (await engine.execute('list.js')).text()) as Types;
  const surprises: string[] = [];
  for (const name of NAMES) {
    const [theirs, mine] = [node[name], ours[name]];
    if (typeof theirs !== 'object') continue;
    if (MODULE_TIERS[name]?.absent === '*') continue;
    if (typeof mine !== 'object') {
      surprises.push(`${name}: ${mine}`);
      continue;
    }
    const { absent } = memberNames(name);
    for (const [key, type] of Object.entries(theirs)) {
      if (absent.has(key)) {
        if (mine[key] !== 'absent') surprises.push(`${name}.${key} is there, yet listed as absent`);
      } else if (mine[key] !== type && type !== 'undefined') {
        surprises.push(`${name}.${key}: ${mine[key]} instead of ${type}`);
      }
    }
  }
  assert.deepEqual(surprises, []);
});

test('each global of node is there, with its type, unless it is listed as absent', async (t) => {
  const expected: Record<string, string> = {};
  const absent = GLOBAL_TIERS.absent?.split(' ') ?? [];
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    expected[name] = absent.includes(name) ? 'absent' : typeof globalThis[name as keyof typeof globalThis];
  }
  const { engine } = scriptFolder(t, {
    'globals.js': page(`const types = {};
for (const name of ${JSON.stringify(Object.keys(expected))}) types[name] = name in globalThis ? typeof globalThis[name] : 'absent';
process.stdout.write(JSON.stringify(types));`),
  });
  assert.deepEqual(JSON.parse(await (await engine.execute('globals.js')).text()), expected);
});

test('each function of a refused module refuses, unless it is listed as working', async (t) => {
  const refusedNames = NAMES.filter(
    (name) => MODULE_TIERS[name]?.tier === 'refused' && MODULE_TIERS[name]?.absent !== '*',
  );
  const exempt = Object.fromEntries(refusedNames.map((name) => [name, [...memberNames(name).listed]]));
  const { engine } = scriptFolder(t, {
    'call.js': page(`const wrong = [];
for (const [name, exempt] of Object.entries(${JSON.stringify(exempt)})) {
  const module = require(name);
  for (const key of Object.keys(module)) {
    if (typeof module[key] !== 'function' || exempt.includes(key) || key in require('events').prototype || name === 'http' && key === 'setMaxIdleHTTPParsers') continue;
    let code = 'nothing';
    try { /^[A-Z]/.test(key) ? new module[key]() : module[key](); } catch (error) { code = error.code; }
    if (code !== 'ERR_SANDBOX_REFUSED') wrong.push(name + '.' + key + ': ' + code);
  }
}
process.stdout.write(JSON.stringify(wrong));`),
  });
  assert.deepEqual(JSON.parse(await (await engine.execute('call.js')).text()), []);
});

test('each member that is listed as refused throws an error with a code, called and made', async (t) => {
  const listed: Record<string, string[]> = {};
  for (const name of NAMES) {
    const members = Object.entries(MODULE_TIERS[name]?.members ?? {});
    listed[name] = members.flatMap(([keys, { tier }]) => (tier === 'refused' ? keys.split(' ') : []));
  }
  const { engine } = scriptFolder(t, {
    'refused.js': page(`(async () => {
  const wrong = [];
  let count = 0;
  const codeOf = async (act) => { try { const made = act(); await (made?.next?.() ?? made); } catch (error) { return error instanceof Error && error.code; } };
  for (const [name, members] of Object.entries(${JSON.stringify(listed)})) for (const member of members) {
    const module = require(name), value = module[member];
    const functions = typeof value === 'function' ? [member] : Object.keys(value).filter((key) => typeof value[key] === 'function');
    for (const key of functions) {
      count++;
      const [holder, called] = key === member ? [module, value] : [value, value[key]];
      // Arguments are checked first, as in node.
      if (!/^[A-Z]/.test(key) && !/^ERR_/.test(await codeOf(() => called.call(holder, 1)))) wrong.push(name + '.' + key);
      if (/^[A-Z]/.test(key) && (await codeOf(() => new called())) !== 'ERR_SANDBOX_REFUSED') wrong.push('new ' + name + '.' + key);
    }
  }
  process.stdout.write(JSON.stringify({ wrong, count }));
})();`),
  });
  const { wrong, count } = JSON.parse(await (await engine.execute('refused.js')).text()) as Record<string, unknown>;
  assert.deepEqual(wrong, []);
  assert.ok(Number(count) > 40, `${count} functions`);
});

test('each listed member is one of node', () => {
  const node = nodeTypes();
  const wrong: string[] = [];
  for (const name of NAMES) {
    const module = typeof node[name] === 'object' ? (require(name) as Record<string, unknown>) : undefined;
    if (module === undefined) continue;
    for (const member of memberNames(name).listed) if (!(member in module)) wrong.push(`${name}.${member}`);
  }
  assert.deepEqual(wrong, []);
});

test('docs/compatibility.md is what npm run docs writes', () => {
  const written = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'compatibility.md'), 'utf8');
  assert.equal(written, compatibility(), 'run `npm run docs`');
});
