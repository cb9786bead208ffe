// P01 to P06: nothing of one request is there for the next.
import type { Case, Expectation } from '../case.ts';

const HEAD = `process.stdout.write('Content-Type: text/plain\\n\\n');\n`;

function twice(expect: Expectation): readonly { readonly expect: Expectation }[] {
  return [{ expect }, { expect }];
}

export const STATE: readonly Case[] = [
  {
    id: 'P01',
    what: 'the working directory is the script’s folder, and relative paths start there',
    file: 'cwd/here.js',
    code: `const fs = require('fs');
${HEAD}process.stdout.write(process.cwd() + ' ' + fs.readFileSync('beside.txt', 'utf8'));`,
    steps: [{ write: { 'cwd/beside.txt': 'beside' }, expect: { status: 200, body: /cgi-bin\/cwd beside$/ } }],
  },
  {
    id: 'P01-chdir',
    what: 'a chdir() does not outlive its request, nor does one before an error',
    code: `if (process.env.QUERY_STRING === 'throw') { process.chdir('sub'); throw new Error('boom'); }
${HEAD}process.stdout.write(process.cwd()); process.chdir('sub'); process.stdout.write(' ' + process.cwd());`,
    steps: [
      ...twice({ status: 200, body: /cgi-bin \S+cgi-bin\/sub$/ }),
      { query: 'throw', expect: { status: 500 } },
      { expect: { status: 200, body: /cgi-bin \S+cgi-bin\/sub$/ } },
    ],
  },
  {
    id: 'P02',
    what: 'globals, prototypes, the environment and require.cache start anew',
    code: `globalThis.count = (globalThis.count ?? 0) + 1; process.env.COUNT = Number(process.env.COUNT ?? 0) + 1;
Array.prototype.count = (Array.prototype.count ?? 0) + 1; require.cache.count = (require.cache.count ?? 0) + 1;
require('path').count = (require('path').count ?? 0) + 1;
${HEAD}process.stdout.write([count, process.env.COUNT, [].count, require.cache.count, require('path').count].join());`,
    steps: twice({ status: 200, body: '1,1,1,1,1' }),
  },
  {
    id: 'P03',
    what: 'modules are evaluated again, once per request',
    file: 'p03/main.js',
    code: `require('./single.js').n++; require('./single.js').n++;
${HEAD}process.stdout.write(String(require('./single.js').n) + (require('path') === require('node:path')));`,
    steps: [
      { write: { 'p03/single.js': 'exports.n = 0' }, expect: { status: 200, body: '2true' } },
      { expect: { status: 200, body: '2true' } },
    ],
  },
  {
    id: 'P04',
    what: 'handlers and timers do not survive',
    code: `${HEAD}process.stdout.write(process.listenerCount('exit') + ',' + process.listenerCount('SIGTERM'));
process.on('exit', () => {}); process.on('SIGTERM', () => {}); setInterval(() => process.stderr.write('survived'), 1).unref();`,
    steps: twice({ status: 200, body: '0,0' }),
  },
];
