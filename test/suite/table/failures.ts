// F01 to F09: scripts that throw, exit, hang, flood. What needs several requests at once is in failures.test.ts.
import type { Case, Expectation } from '../case.ts';

const HEAD = `process.stdout.write('Content-Type: text/plain\\n\\n');\n`;
const MORE = `${HEAD}process.stdout.write('begun\\n'.repeat(10000));\n`;
const GENERIC: Expectation = { status: 500, hides: /boom|\.js|at Object/ };

/** The client has the beginning and can tell that it is not all. */
function cut(code: NonNullable<Expectation['code']>): Expectation {
  return { status: 200, truncated: true, code };
}

export const FAILURES: readonly Case[] = [
  {
    id: 'F01',
    what: 'an error before the header block is a bare 500, its stack is in the log',
    code: `function inner() { throw new Error('boom'); }\ninner();`,
    expect: { ...GENERIC, code: 'SCRIPT_FAILED', log: [/Error: boom/, /at inner \(.*f01\.js:2:/] },
  },
  {
    id: 'F01-page',
    what: 'the bare page names its request',
    code: `throw new Error('boom');`,
    request: { headers: [['Accept', 'text/html']] },
    skip: { engine: 'an engine makes no pages' },
    expect: { ...GENERIC, headers: { 'Content-Type': /^text\/html/ }, body: /Request <code>[\w-]+<\/code>/ },
  },
  {
    id: 'F02',
    what: 'an error after the header block breaks the answer off',
    code: `${MORE}setTimeout(() => { throw new Error('boom'); }, 80);`,
    expect: { ...cut('SCRIPT_FAILED'), log: [/Error: boom/] },
  },
  {
    id: 'F02-exit',
    what: 'an exit code after a whole answer is no error, and the log tells',
    code: `${HEAD}process.stdout.write('whole'); process.exit(1);`,
    expect: { status: 200, body: 'whole', log: [/exited with code 1/] },
  },
  {
    id: 'F02-exitcode',
    what: 'nor is process.exitCode',
    code: `${HEAD}process.stdout.write('whole'); process.exitCode = 3;`,
    expect: { status: 200, body: 'whole', log: [/exited with code 3/] },
  },
  {
    id: 'F02-limit',
    what: 'a limit after the header block breaks the answer off',
    group: 'small',
    code: `${MORE}setTimeout(() => { for (;;); }, 80);`,
    expect: cut('WALL_LIMIT'),
  },
  {
    id: 'F03',
    what: 'an exit code without a header block is a 500',
    code: `process.stderr.write('sorry'); process.exit(3);`,
    expect: { status: 500, log: [/exited with code 3/] },
  },
  {
    id: 'F03-catch',
    what: 'process.exit() cannot be caught, no finally block runs, and exit handlers run once',
    code: `${HEAD}process.on('exit', (code) => process.stdout.write(' exit' + code));
const quit = require('./s15/quit.js');
try { [1].forEach(() => { try { quit(); } finally { process.stdout.write(' finally'); } }); } catch { process.stdout.write(' caught'); }
process.stdout.write(' after');`,
    steps: [
      { write: { 's15/quit.js': 'module.exports = () => process.exit(0)' }, expect: { status: 200, body: ' exit0' } },
    ],
  },
  {
    id: 'F04',
    what: 'an endless loop ends with 504',
    group: 'small',
    code: 'for (;;);',
    expect: { status: 504, code: 'WALL_LIMIT', log: [/\d+ wall ms used, 700 allowed/] },
  },
  {
    id: 'F04-promise',
    what: 'so does waiting for what never comes',
    group: 'small',
    code: `setInterval(() => {}, 1000); new Promise(() => {});`,
    expect: { status: 504, code: 'WALL_LIMIT' },
  },
  {
    id: 'F04-sleep',
    what: 'and an answer that stands still after its header block breaks off',
    group: 'small',
    code: `${MORE}setTimeout(() => {}, 60_000);`,
    expect: cut('WALL_LIMIT'),
  },
  {
    id: 'F05',
    what: 'too much memory is a 500, and the next request is answered',
    group: 'memory',
    code: `if (process.env.QUERY_STRING) { ${HEAD} process.stdout.write('next'); }
else { const a = []; for (;;) a.push(new Array(10000).fill(Math.random())); }`,
    steps: [
      { expect: { status: 500, code: 'MEMORY_LIMIT' } },
      { query: 'next', expect: { status: 200, body: 'next' } },
    ],
  },
  {
    id: 'F08',
    what: 'stderr never changes the answer and is logged with the script’s name',
    code: `process.stderr.write('early line\\n'); ${HEAD}console.error('late line'); process.stdout.write('body');`,
    expect: { status: 200, body: 'body', log: [/early line/, /late line/] },
  },
  {
    id: 'F08-flood',
    what: 'a flood on stderr is capped and counted, before, between and after the output',
    group: 'caps',
    code: `const flood = () => { for (let i = 0; i < 80; i++) process.stderr.write('e'.repeat(99) + '\\n'); };
flood(); ${HEAD}flood(); process.stdout.write('body'); flood();`,
    skip: { engine: 'the log counts; the report has stderrBytes: test/engine' },
    expect: { status: 200, body: 'body', log: [/23000 more bytes not kept/] },
  },
  {
    id: 'F08-10mb',
    what: '10 MB on stderr and on stdout in turn come to no deadlock',
    code: `${HEAD}for (let i = 0; i < 100; i++) { process.stderr.write('e'.repeat(100000)); process.stdout.write('o'.repeat(100000)); }`,
    expect: { status: 200, body: 'o'.repeat(10_000_000) },
  },
  {
    id: 'F09',
    what: 'an unhandled rejection is an uncaught error',
    code: `Promise.reject(new Error('boom')); setTimeout(() => process.stdout.write('Status: 200\\n\\n'), 20);`,
    expect: { ...GENERIC, code: 'SCRIPT_FAILED', log: [/boom/] },
  },
  {
    id: 'F09-late',
    what: 'after the header block it breaks the answer off',
    code: `${MORE}setTimeout(() => Promise.reject(new Error('boom')), 80);`,
    expect: { ...cut('SCRIPT_FAILED'), log: [/boom/] },
  },
  {
    id: 'B03',
    what: 'an answer above maxOutput breaks off and is logged',
    group: 'caps',
    code: `${HEAD}let n = 0; const t = setInterval(() => { process.stdout.write('o'.repeat(50000)); if (++n > 20) clearInterval(t); }, 5);`,
    expect: { ...cut('OUTPUT_LIMIT'), log: [/longer than 200000 bytes/] },
  },
  {
    id: 'B03-header',
    what: 'so is a header block above maxHeaderBlock',
    group: 'caps',
    code: `process.stdout.write('X-A: ' + 'x'.repeat(5000) + '\\n\\nTHE-BODY');`,
    expect: { status: 500, code: 'HEADER_BLOCK_TOO_LARGE', hides: /THE-BODY/ },
  },
];
