// `npm run test:security`: every attack of the tables here against `freshcgi serve`, and after each what must still hold.
// With `--folder DIR` also the attacks in that folder (R…, P…, E…: scripts; C…: bodies of function (s, every, require, process)).
// `--markdown FILE` writes the table, `--only ID` runs the attacks whose id starts so. Exit code 1 if one of them succeeded.
import { writeFileSync } from 'node:fs';
import { clearLine, cursorTo } from 'node:readline';
import type { ClientAttack, ScriptAttack } from './case.ts';
import { CLIENTS } from './clients.ts';
import { ESCAPE } from './escape.ts';
import { EXHAUSTION } from './exhaustion.ts';
import { leakIn, lookAfter, lookBefore, Probe, recordsOf } from './expectation.ts';
import { readFolder } from './folder.ts';
import { OUTPUT } from './output.ts';
import { clientOf, Target } from './target.ts';

/** A busy machine makes everything late; what fails three times was not the machine. */
const TRIES = 3;

interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly answer: string;
  readonly ms: number;
  readonly wrong: readonly string[];
}

const option = (name: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const only = option('--only') ?? '';
const given = readFolder(option('--folder'));
const scripts = [...EXHAUSTION, ...OUTPUT, ...ESCAPE, ...given.scripts].filter(({ id }) => id.startsWith(only));
const clients = [...CLIENTS, ...given.clients].filter(({ id }) => id.startsWith(only));
const total = scripts.length + clients.length;

function wrap({ code, raw }: ScriptAttack): string {
  if (raw === true) return code;
  return `if (process.env.QUERY_STRING === 'calm') process.stdout.write('Content-Type: text/plain\\n\\ncalm');\nelse { ${code}\n}`;
}

async function attackByScript(target: Target, attack: ScriptAttack, turn: number): Promise<Verdict> {
  const path = `/cgi-bin/${attack.id}.js`;
  const before = lookBefore(target);
  const probe = new Probe(target);
  const answer = await target.get(`${path}?turn-${turn}`);
  const wrong = await lookAfter(target, before, probe, attack.raw === true ? undefined : path);
  const shown = `${answer.status}${answer.cut ? ', cut' : ''}`;
  if (!attack.ends.includes(answer.status)) wrong.push(`it answered ${answer.status}`);
  if (attack.says !== undefined && !attack.says.test(answer.text))
    wrong.push(`it said ${JSON.stringify(answer.text.slice(0, 200))}`);
  const leak = leakIn(answer.text);
  if (leak !== undefined) wrong.push(leak);
  const records = recordsOf(target.log, `${path}?turn-${turn}`);
  if (records !== 1) wrong.push(`${records} access records`);
  return { id: attack.id, what: attack.what, answer: shown, ms: answer.ms, wrong };
}

async function attackByClient(target: Target, attack: ClientAttack): Promise<Verdict> {
  const before = lookBefore(target);
  const probe = new Probe(target);
  const startedAt = performance.now();
  const failure = await attack.run(clientOf(target.port));
  const ms = performance.now() - startedAt;
  // A flood takes the machine as well: only the answers after it can be judged.
  if (attack.heavy) await probe.stop();
  const wrong = await lookAfter(target, before, attack.heavy ? undefined : probe);
  if (failure !== undefined) wrong.push(failure);
  return { id: attack.id, what: attack.what, answer: '', ms, wrong };
}

async function persist(attempt: (turn: number) => Promise<Verdict>): Promise<Verdict> {
  for (let turn = 1; ; turn++) {
    const verdict = await attempt(turn);
    if (verdict.wrong.length === 0 || turn === TRIES) return verdict;
  }
}

function progress(done: number, what: string): void {
  if (!process.stdout.isTTY) return;
  cursorTo(process.stdout, 0);
  clearLine(process.stdout, 0);
  process.stdout.write(`${done}/${total} ${what}`.slice(0, (process.stdout.columns ?? 80) - 1));
}

function show(verdict: Verdict): void {
  const { id, what, answer, ms, wrong } = verdict;
  if (process.stdout.isTTY) progress(0, '');
  if (process.stdout.isTTY) cursorTo(process.stdout, 0);
  const end = wrong.length === 0 ? 'ok' : `FAILED ${wrong.join('; ')}`;
  process.stdout.write(
    `${id.padEnd(6)} ${what.slice(0, 52).padEnd(52)} ${answer.padEnd(9)} ${String(Math.round(ms)).padStart(6)} ms  ${end}\n`,
  );
}

function markdown(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(
    ({ id, what, answer, wrong }) =>
      `| ${id} | ${what} | ${answer || '–'} | ${wrong.length === 0 ? 'held' : wrong.join('; ')} |`,
  );
  return ['| case | what it tries | answer | outcome |', '|---|---|---|---|', ...rows, ''].join('\n');
}

const target = await Target.start(new Map(scripts.map((attack) => [`${attack.id}.js`, wrap(attack)])));
const verdicts: Verdict[] = [];
const startedAt = performance.now();
for (const attack of scripts) {
  progress(verdicts.length, attack.what);
  if (target.child.exitCode !== null) break;
  verdicts.push(await persist((turn) => attackByScript(target, attack, turn)));
  show(verdicts.at(-1) as Verdict);
}
for (const attack of clients) {
  progress(verdicts.length, attack.what);
  if (target.child.exitCode !== null) break;
  verdicts.push(await persist(() => attackByClient(target, attack)));
  show(verdicts.at(-1) as Verdict);
}
const code = await target.stop();
const failed = verdicts.filter(({ wrong }) => wrong.length > 0);
const seconds = Math.round((performance.now() - startedAt) / 1000);
// Again at the end, where who reads the last lines of a log finds them.
for (const verdict of failed) show(verdict);
process.stdout.write(
  `${verdicts.length - failed.length} of ${verdicts.length} attacks held in ${seconds} s; the server ended with code ${code}\n`,
);
const file = option('--markdown');
if (file !== undefined) writeFileSync(file, markdown(verdicts));
process.exitCode = failed.length > 0 || verdicts.length < total || code !== 0 ? 1 : 0;
