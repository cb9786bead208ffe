// What is expected of node's test files: test/parity/node-expectations.json. Runs in node.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WptExpectations } from './wpt.ts';

/** 'pass', 'fail: why' or 'out: why it does not count', by file. */
export type ModuleExpectations = Record<string, string>;

export interface Expectations {
  /** The node they were made with. */
  node: string;
  /** The checkout they were made with. */
  suite: string;
  modules: Record<string, ModuleExpectations>;
  wpt: WptExpectations;
}

const FILE = join(import.meta.dirname, '..', 'parity', 'node-expectations.json');

export function readExpectations(): Expectations {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Expectations;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { node: '', suite: '', modules: {}, wpt: {} };
    throw error;
  }
}

export function writeExpectations(expectations: Expectations): void {
  writeFileSync(FILE, `${JSON.stringify(expectations, null, 2)}\n`);
}

export interface Counts {
  readonly files: number;
  /** Need flags or internals, or this node fails or skips them. */
  readonly uncounted: number;
  /** Need what a confined run cannot have. */
  readonly confined: number;
  readonly passed: number;
  readonly failed: number;
  /** Of those that fail: what they ask for is refused on purpose. */
  readonly refused: number;
}

/** Reasons that say so: refusals, what no grant covers, and what our `common` cannot offer without processes or gigabytes. */
const ON_PURPOSE = /ERR_SANDBOX_REFUSED|Cannot use |EACCES|common\/child_process|Skipped: /;

export function count(module: ModuleExpectations): Counts {
  const all = Object.values(module);
  const how = (test: (value: string) => boolean) => all.filter(test).length;
  return {
    files: all.length,
    uncounted: how((value) => value.startsWith('out: ') && !value.startsWith('out: confined')),
    confined: how((value) => value.startsWith('out: confined')),
    passed: how((value) => value === 'pass'),
    failed: how((value) => value.startsWith('fail')),
    refused: how((value) => value.startsWith('fail') && ON_PURPOSE.test(value)),
  };
}

/** The published table. */
export function formatTable(expectations: Expectations): string {
  const rows = Object.entries(expectations.modules).map(([module, files]) => {
    const { files: total, uncounted, confined, passed, failed, refused } = count(files);
    const counted = passed + failed;
    return `| ${module} | ${total} | ${uncounted} | ${confined} | ${counted} | ${passed} | ${rate(passed, counted)} | ${rate(passed, counted - refused)} |`;
  });
  return [
    '| module | files | flags, internals, or node itself does not pass | needs more than a confined script has | counted | pass | rate | rate without those that ask for what is refused |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

function rate(passed: number, counted: number): string {
  return counted === 0 ? '–' : `${((100 * passed) / counted).toFixed(1)} %`;
}
