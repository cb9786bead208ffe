// Web platform tests of the checkout, in node and inside the sandbox: what node passes is the measure. Runs in node.
import { spawn } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxRuns } from './sandbox-runs.ts';

/** Folders of test/fixtures/wpt, in the order of the published table. */
export const WPT_FOLDERS =
  'url encoding urlpattern compression streams FileAPI dom html hr-time user-timing webidl'.split(' ');
/** Files that run outside of a browser: by their name, or because they ask for no document. */
const RUNNABLE = /\.any\.js$|^(?:toascii|IdnaTestV2|single-byte-decoder)\.window\.js$/;
const TIMEOUT_MS = 20_000;

/** What became of each subtest, by its name: 'pass' or the message. */
type Results = Record<string, string>;

/** One file: how many subtests node passes, how many of them pass here, and some that do not. */
export interface WptCounts {
  node: number;
  here: number;
  fail?: string;
}

export type WptExpectations = Record<string, Record<string, WptCounts>>;

const MAX_NAMES = 5;
const MAX_NAME = 80;

export function wptFiles(checkout: string, folder: string): string[] {
  const all = readdirSync(join(checkout, 'test', 'fixtures', 'wpt', folder), { recursive: true, encoding: 'utf8' });
  return all
    .filter((file) => RUNNABLE.test(file.split('/').at(-1) ?? ''))
    .map((file) => `${folder}/${file}`)
    .sort();
}

/** Puts the page beside the tests. */
export function prepareWpt(sandbox: SandboxRuns): void {
  cpSync(join(import.meta.dirname, 'wpt-page.js'), join(sandbox.root, 'wpt-page.js'));
}

/** Undefined when node passes nothing of it. */
export async function judgeWpt(sandbox: SandboxRuns, file: string): Promise<WptCounts | undefined> {
  const env = { WPT_ROOT: join(sandbox.root, 'fixtures', 'wpt'), WPT_FILE: file };
  const inNode = parse(await runInNode(join(sandbox.root, 'wpt-page.js'), env));
  const wanted = Object.keys(inNode).filter((name) => inNode[name] === 'pass');
  if (wanted.length === 0) return undefined;
  const here = parse(await sandbox.page('wpt-page.js', file, env));
  const missing = wanted.filter((name) => here[name] !== 'pass');
  const counts: WptCounts = { node: wanted.length, here: wanted.length - missing.length };
  if (missing.length > 0)
    counts.fail = missing
      .slice(0, MAX_NAMES)
      .map((name) => name.slice(0, MAX_NAME))
      .join('; ');
  return counts;
}

function parse(text: string): Results {
  try {
    return JSON.parse(text) as Results;
  } catch {
    return {};
  }
}

async function runInNode(page: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--no-warnings', page], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await new Promise((resolve) => child.on('close', resolve));
  return output.slice(output.indexOf('\n\n') + 2);
}

/** The published table. */
export function formatWptTable(expectations: WptExpectations): string {
  const rows = Object.entries(expectations).map(([folder, files]) => {
    const counts = Object.values(files);
    const node = counts.reduce((sum, file) => sum + file.node, 0);
    const here = counts.reduce((sum, file) => sum + file.here, 0);
    return `| ${folder} | ${counts.length} | ${node} | ${here} | ${((100 * here) / node).toFixed(1)} % |`;
  });
  return ['| folder | files | subtests node passes | of them pass | rate |', '|---|---:|---:|---:|---:|', ...rows].join(
    '\n',
  );
}
