// Every member of every module and every global of node: what doctor says of a script that uses it, and what a run of it comes to.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { GLOBAL_TIERS, MODULE_TIERS } from '../../sandbox-lib/tiers.ts';
import { scriptFolder } from '../engine/script-folder.ts';
import { folderOf, freshcgi } from './freshcgi-process.ts';

const require = createRequire(import.meta.url);
const GLOBAL = 'globalThis';

/** Works for some arguments, and refuses to be called without any. */
const PARTLY = new Set(['process.binding']);
/** There to be handed on; whatever is done with them is refused. */
const HARMLESS = new Set(['dns.promises', 'cluster._events', 'cluster._eventsCount']);

interface Row {
  readonly module: string;
  readonly member: string;
}

function rowsOf(module: string, of: object): Row[] {
  // Members that node itself lists and does not have are nobody's.
  const names = Object.getOwnPropertyNames(of).filter((name) => Reflect.get(of, name) !== undefined);
  return names.filter((name) => /^[\w$]+$/.test(name)).map((member) => ({ module, member }));
}

function allRows(): Row[] {
  process.removeAllListeners('warning');
  const modules = Object.keys(MODULE_TIERS).filter((name) => MODULE_TIERS[name]?.absent !== '*');
  return [...modules.flatMap((name) => rowsOf(name, require(name) as object)), ...rowsOf(GLOBAL, globalThis)];
}

/** Uses it with no arguments; what it says comes first, as the script is gone after process.exit(). */
function probe({ module, member }: Row): string {
  const value =
    module === GLOBAL ? `(typeof ${member} === 'undefined' ? undefined : ${member})` : `require('${module}').${member}`;
  const isCalled =
    module !== GLOBAL && !/^(?:console\.|node:test\.|process\.(?:exit|reallyExit|abort)$)/.test(`${module}.${member}`);
  return `let end = 'works';
const told = (error) => { if (error?.code === 'ERR_SANDBOX_REFUSED') end = 'refused'; };
const write = process.stdout.write.bind(process.stdout);
process.on('uncaughtException', told).on('unhandledRejection', told);
process.on('exit', () => { write('Content-Type: text/plain\\n\\n' + end); });
const value = ${value};
if (value === undefined) end = 'absent';
else if (${isCalled} && typeof value === 'function') {
  try {
    const made = /^[A-Z]/.test('${member}') ? new value() : value();
    if (typeof made?.then === 'function') made.then(() => {}, told);
    else if (typeof made?.on === 'function') made.on('error', told);
  } catch (error) { told(error); }
}`;
}

test('freshcgi doctor: for every member of every module a run agrees', async (t) => {
  const rows = allRows();
  assert.ok(rows.length > 1500, String(rows.length));
  const use = ({ module, member }: Row) =>
    module === GLOBAL ? `${member};` : `const it = require('${module}'); it.${member};`;
  const files = Object.fromEntries(rows.map((row, i) => [`${i}.js`, use(row)]));
  const { stdout } = await freshcgi(['doctor', folderOf(t, files), '--json']);
  const verdicts = new Map(
    (JSON.parse(stdout) as Array<{ script: string; verdict: string }>).map((one) => [one.script, one.verdict]),
  );
  const { engine } = scriptFolder(t, {}, { timeout: 2000 });
  const wrong: string[] = [];
  for (const [i, row] of rows.entries()) {
    const name = `${row.module}.${row.member}`;
    const isGood = verdicts.get(`${i}.js`) === 'runs';
    const end = await engine.execute({ source: probe(row) }).then(
      (response) => response.text(),
      // It waits for input, say: a limit is no refusal.
      ({ code }) => (code === 'WALL_LIMIT' ? 'works' : code),
    );
    if (isGood ? end === 'works' || (end === 'refused' && PARTLY.has(name)) : end !== 'works' || isRefused(row))
      continue;
    wrong.push(`${name}: doctor says ${verdicts.get(`${i}.js`)}, the run ${end}`);
  }
  assert.deepEqual(wrong, []);
});

/** By its row in the table: some look at their arguments before they refuse. */
function isRefused({ module, member }: Row): boolean {
  if (HARMLESS.has(`${module}.${member}`)) return true;
  const { members = {} } = module === GLOBAL ? GLOBAL_TIERS : (MODULE_TIERS[module] ?? {});
  const [, tier] = Object.entries(members).find(([names]) => names.split(' ').includes(member)) ?? [];
  return tier?.tier === 'refused' || tier?.fails === true;
}
