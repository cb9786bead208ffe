// What the documents say is there: files they link to, commands, options, paths. A page that is out of date fails here.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS } from '../../adapters/cli/options.ts';
import { type EngineOptions, resolveOptions } from '../../engine/options.ts';
import { CLIENTS } from '../security/clients.ts';
import { ESCAPE } from '../security/escape.ts';
import { EXHAUSTION } from '../security/exhaustion.ts';
import { OUTPUT } from '../security/output.ts';
import { optionsOf, optionsPage, PAGE } from './options-page.ts';
import { ROOT, readDocuments, readSources } from './sources.ts';

const documents = readDocuments();
const { scripts, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  files: readonly string[];
};

/** All matches in all documents that are not as they should be, as 'README.md: what'. */
function wrong(pattern: RegExp, isWrong: (match: string, path: string) => boolean): string[] {
  return documents.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap(([, match = '']) => (isWrong(match, path) ? [`${path}: ${match}`] : [])),
  );
}

test('documents: links lead to files and headings that are there', () => {
  const broken = wrong(/\]\(([^)\s]+)\)/g, (link, path) => {
    if (/^https?:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
  assert.deepEqual(broken, []);
});

test('documents: links of those in the package lead to what is in the package', () => {
  const isPacked = (path: string) =>
    ['README.md', 'LICENSE', ...files].some((one) => path === one || path.startsWith(`${one}/`));
  const outside = wrong(/\]\(([^)\s#]+)/g, (link, path) => {
    return isPacked(path) && !/^https?:/.test(link) && !isPacked(join(dirname(path), link));
  });
  assert.deepEqual(outside, []);
});

test('documents: npm scripts exist', () => {
  assert.deepEqual(
    wrong(/npm run (?:-s )?([a-z][\w:]*)/g, (name) => scripts[name] === undefined),
    [],
  );
});

test('documents: a command line of freshcgi has commands and options that exist', () => {
  const commands: Readonly<Record<string, { readonly known: object }>> = COMMANDS;
  const unknown = wrong(
    /(?:^|`|&& |[ /]bin\/)freshcgi ((?:serve|run|record|test|compare|doctor)\b[^`\n]*)/gm,
    (line) => {
      const parts = line.replace(/ {2,}[a-z#].*$/, '').split(/&& freshcgi /);
      return parts.some((part) => {
        const known = commands[part.split(' ')[0] ?? '']?.known ?? {};
        return [...part.matchAll(/(?<=\s)--([a-z][\w-]*)/g)].some(([, option = '']) => !Object.hasOwn(known, option));
      });
    },
  );
  assert.deepEqual(unknown, []);
});

test('documents: paths of the repository are there', () => {
  const missing = wrong(/`((?:adapters|docs|engine|examples|sandbox-lib|test)\/[\w./-]+)`/g, (path, of) => {
    // Of Node's own repository, whose tests are run.
    if (of === 'docs/compatibility.md') return false;
    return !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, `${path}.ts`));
  });
  assert.deepEqual(missing, []);
});

test('ARCHITECTURE.md: every file it names is there', () => {
  const [architecture] = documents.filter(({ path }) => path === 'ARCHITECTURE.md');
  const files = readSources('engine', 'adapters', 'sandbox-lib').map(({ path }) => `/${path}`);
  const named = [...(architecture?.text ?? '').matchAll(/(?<![\w/.-])((?:[\w-]+\/)*[\w-]+\.ts)\b/g)].map(
    ([, path = '']) => path,
  );
  const missing = named.filter((path) => !files.some((file) => file.endsWith(`/${path}`)));
  assert.ok(named.length > 20);
  assert.deepEqual(missing, []);
});

test('docs/options.md is what the sources say (npm run docs)', () => {
  const [page, wanted] = [readFileSync(PAGE, 'utf8').split('\n'), optionsPage().split('\n')];
  const odd = [...page.filter((line) => !wanted.includes(line)), ...wanted.filter((line) => !page.includes(line))];
  assert.deepEqual([odd, page.length], [[], wanted.length], 'node test/house/options-page.ts writes it');
});

test('EngineOptions: each says its default, and it is that one', () => {
  const resolved: Readonly<Record<string, unknown>> = { ...resolveOptions() };
  const known = optionsOf('engine/options.ts', 'EngineOptions');
  assert.ok(known.length > 40);
  for (const { name, standard } of known) {
    if (PLACES.has(name as keyof EngineOptions)) continue;
    const [value] = standard.match(/^(?:'[^']*'|\[.*\]|\{\}|[\w.]+)/) ?? [];
    assert.ok(value !== undefined, `${name} has no default`);
    // Literals of this repository's own source.
    const expected: unknown = new Function(`return ${value}`)();
    assert.deepEqual(resolved[name], expected, name);
  }
});

test('SECURITY.md and README.md: defaults of limits are those of the engine', () => {
  const resolved: Readonly<Record<string, unknown>> = { ...resolveOptions() };
  const text = (name: string) => documents.find(({ path }) => path === name)?.text ?? '';
  const unit: Readonly<Record<string, number>> = { s: 1000, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  const told = [...text('SECURITY.md').matchAll(/`(\w+)` ([\d,]+|none)(?: (s|KiB|MiB|GiB)\b)?/g)].filter(
    ([, name = '']) => name in resolved,
  );
  assert.ok(told.length >= 12, `${told.length} are told`);
  for (const [shown, name = '', number = '', of = ''] of told) {
    // An option in MiB has its number as it is.
    const factor = name === 'memory' ? 1 : (unit[of] ?? 1);
    const value = number === 'none' ? Number.POSITIVE_INFINITY : Number(number.replaceAll(',', '')) * factor;
    assert.equal(resolved[name], value, shown);
  }
  const { timeout, cpu, memory, maxBody, maxHeaderBlock, maxTimers, queue } = resolveOptions();
  const sentence = `wall ${timeout / 1000} s (time spent waiting for a slow client not counted), CPU ${cpu / 1000} s, memory ${memory} MiB, request body ${maxBody / 2 ** 20} MiB, header block ${maxHeaderBlock / 2 ** 10} KiB, ${maxTimers.toLocaleString('en')} timers, ${queue} waiting requests`;
  assert.ok(text('README.md').replace(/\s+/g, ' ').includes(sentence), sentence);
});

test('SECURITY.md lists the attacks of test/security (npm run test:security -- --markdown FILE)', () => {
  const [security] = documents.filter(({ path }) => path === 'SECURITY.md');
  const rows = [...(security?.text ?? '').matchAll(/^\| ([RPEC]\d+\w*) \| (.*?) \| .* \| held \|$/gm)];
  const attacks = [...EXHAUSTION, ...OUTPUT, ...ESCAPE, ...CLIENTS];
  assert.deepEqual(
    rows.map(([, id, what]) => `${id} ${what}`),
    attacks.map(({ id, what }) => `${id} ${what}`),
  );
  assert.ok(security?.text.includes(`\n${attacks.length} of ${attacks.length} held (`), 'the sum above the table');
});

test('docs/testing.md has every assertion and every matcher', async () => {
  const [page] = documents.filter(({ path }) => path === 'docs/testing.md');
  const { matchers } = await import('../../adapters/testing/matchers.ts');
  const assertions = Object.keys(await import('../../adapters/testing/assert.ts'));
  for (const name of [...assertions, ...Object.keys(matchers)])
    assert.ok(page?.text.includes(` ${name}(`) || page?.text.includes(`\`${name}(`), name);
});

/** Folders, users and names that depend on where it runs; functions. */
const PLACES: ReadonlySet<keyof EngineOptions> = new Set([
  ...(['root', 'spoolFolder', 'uid', 'gid', 'serverSoftware', 'onReport', 'onNotice'] as const),
]);

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}
