// The floors of ARCHITECTURE.md: who may import whom, and nobody in a circle.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources, type Source } from './sources.ts';

const sources = readSources('engine', 'adapters', 'sandbox-lib').filter(
  ({ path }) => !path.startsWith('sandbox-lib/build/'),
);

/** Rooms from the lowest floor up; a file may import from its own room and from the rooms listed beside it. */
const FLOORS: ReadonlyArray<readonly [room: string, isIn: (path: string) => boolean, below: readonly string[]]> = [
  ['bridge', (path) => /^sandbox-lib\/bridge(?:-faults)?\.ts$/.test(path), []],
  ['tiers', (path) => path === 'sandbox-lib/tiers.ts', []],
  ['library', (path) => path.startsWith('sandbox-lib/'), ['bridge']],
  ['contract', (path) => /^engine\/(?:types|errors|options|option-checks|version)\.ts$/.test(path), []],
  ['cgi', (path) => path.startsWith('engine/cgi/'), ['contract']],
  ['wire', (path) => path.startsWith('engine/wire/'), ['contract']],
  ['worker', (path) => path.startsWith('engine/worker/'), ['bridge', 'contract', 'wire']],
  ['pool', (path) => path.startsWith('engine/pool/'), ['contract', 'wire']],
  ['door', (path) => path === 'engine/index.ts', ['contract', 'engine']],
  ['engine', (path) => path.startsWith('engine/'), ['contract', 'cgi', 'wire', 'pool']],
  ['adapters', (path) => path.startsWith('adapters/'), ['door', 'tiers']],
];

function roomOf(path: string): (typeof FLOORS)[number] {
  const floor = FLOORS.find(([, isIn]) => isIn(path));
  assert.ok(floor, `${path} is in no room`);
  return floor;
}

test('imports run down the floors only', () => {
  const climbing = sources.flatMap(({ path, imports }) => {
    const [room, , below] = roomOf(path);
    return imports
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => roomOf(name)[0] !== room && !below.includes(roomOf(name)[0]))
      .map((name) => `${path} imports ${name}`);
  });
  assert.deepEqual(climbing, []);
});

test('packages appear in their one room', () => {
  const allowed: ReadonlyArray<readonly [pattern: RegExp, where: RegExp]> = [
    [/^isolated-vm$/, /^engine\/worker\//],
    [/^(?:es-module-lexer|cjs-module-lexer)$/, /^engine\/worker\//],
    [/^(?:hono|@hono\/)/, /^adapters\//],
    [/^web-streams-polyfill$/, /^sandbox-lib\/internal\/web-streams\//],
    [/^mime$/, /^adapters\/static\.ts$/],
    [/^node:path$/, /^(?:engine|adapters)\//],
    [/^node:/, /^(?:engine\/(?!cgi\/)|adapters\/)/],
  ];
  const misplaced = sources.flatMap(({ path, imports }) =>
    imports
      .filter((name) => !name.endsWith('.ts'))
      .filter((name) => !allowed.some(([pattern, where]) => pattern.test(name) && where.test(path)))
      .map((name) => `${path} imports ${name}`),
  );
  assert.deepEqual(misplaced, []);
});

/** Files that import each other on purpose: only functions called later, never at load. One reason each. */
const KNOWN_CIRCLES: Readonly<Record<string, string>> = {};

test('no files of engine and adapters import each other in a circle', () => {
  const circles = findCircles(sources.filter(({ path }) => !path.startsWith('sandbox-lib/')));
  assert.deepEqual(
    circles.filter((circle) => !(circle in KNOWN_CIRCLES)),
    [],
  );
});

function findCircles(files: readonly Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    const file = byPath.get(path);
    if (file === undefined || done.has(path) || trail.includes(path)) return;
    for (const name of file.valueImports) visit(name, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return circles;
}
