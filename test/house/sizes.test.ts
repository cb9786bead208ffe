// Small rooms: files stay under 300 lines, the median under 110; longer ones are listed with their reason.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from './sources.ts';

const LIMIT = 300;
const LIBRARY_LIMIT = 600;

/** Longer files of the library, each with its reason. */
const LONGER: Readonly<Record<string, string>> = {
  'sandbox-lib/internal/comparisons.ts': 'one algorithm: deep equality in its three strengths',
  'sandbox-lib/internal/error-messages.ts': 'a table: one line per code of Node',
  'sandbox-lib/internal/event-emitter.ts': 'one class whose methods share its private layout',
  'sandbox-lib/internal/fast-buffer.ts': 'one class: the methods of Buffer on its template',
  'sandbox-lib/internal/fs/contents.ts': 'reading and writing whole files in three forms over one core',
  'sandbox-lib/internal/fs/operations.ts': 'a table: one function per system call',
  'sandbox-lib/internal/readline/interface.ts': 'one class whose methods share its private state',
  'sandbox-lib/internal/readline/line-editor.ts': 'one class: each key and what it does to the line',
  'sandbox-lib/internal/streams/pipeline.ts': 'one algorithm',
  'sandbox-lib/internal/url-search-params.ts': 'one class',
  'sandbox-lib/internal/vm/realm.ts': 'one function, sent to another context as text',
  'sandbox-lib/tiers.ts': 'a table: what works, module by module',
};

test('production files are at most 300 lines, listed ones of the library 600', () => {
  const files = readSources('engine', 'adapters', 'sandbox-lib');
  const tooLong = files.filter(({ path, lines }) => lines > (path in LONGER ? LIBRARY_LIMIT : LIMIT));
  assert.deepEqual(
    tooLong.map(({ path, lines }) => `${path}: ${lines}`),
    [],
  );
  const needless = Object.keys(LONGER).filter(
    (path) => !files.some((file) => file.path === path && file.lines > LIMIT),
  );
  assert.deepEqual(needless, [], 'these need no exception any more');
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  assert.ok(median <= 110, `the median is ${median}`);
});

test('every file opens with a comment that says what it is for', () => {
  const silent = readSources('engine', 'adapters', 'sandbox-lib').filter(
    ({ text }) => !/^(?:#!.*\n)?(?:\/\/|\/\*)/.test(text),
  );
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  );
});
