// S01 to S06 and S11 to S16: which file runs, and which status says that none does.
import { type Case, everywhere } from '../case.ts';

const NOT_FOUND = { status: 404 } as const;
const FORBIDDEN = { status: 403 } as const;
const HONO_ROUTES = 'the app gives the handler what its route matches: //cgi-bin is not /cgi-bin there';
const isRoot = process.getuid?.() === 0;

export const SELECTION: readonly Case[] = [
  {
    id: 'S01',
    what: 'a missing script is not found, with path info or without',
    steps: [
      { target: '/cgi-bin/missing.js', expect: NOT_FOUND },
      { target: '/cgi-bin/missing.js/info', expect: NOT_FOUND },
    ],
  },
  {
    id: 'S02',
    what: 'a folder without an index script is forbidden',
    steps: [
      { target: '/cgi-bin/empty/', expect: { ...FORBIDDEN, code: 'DIRECTORY_WITHOUT_INDEX' } },
      { target: '/cgi-bin/', expect: { ...FORBIDDEN, code: 'DIRECTORY_WITHOUT_INDEX' } },
    ],
  },
  {
    id: 'S02-slash',
    what: 'the mount itself is completed by its slash',
    request: { target: '/cgi-bin?a=1' },
    expect: { status: 301, headers: { Location: '/cgi-bin/?a=1' } },
  },
  {
    id: 'S03',
    what: 'a folder is completed by its slash, its query kept, and then runs its index',
    steps: [
      { target: '/cgi-bin/sub?a=%41', expect: { status: 301, headers: { Location: '/cgi-bin/sub/?a=%41' } } },
      { target: '/cgi-bin/sub/?a=%41', expect: { status: 200, body: 'index of sub\n' } },
    ],
  },
  {
    id: 'S03-host',
    what: 'a completed folder never names another host',
    skip: { hono: HONO_ROUTES, node: HONO_ROUTES },
    steps: [
      { target: '//cgi-bin//sub', expect: { status: 301, headers: { Location: '/cgi-bin/sub/' } } },
      { target: '/cgi-bin/./sub', expect: { status: 301, headers: { Location: '/cgi-bin/sub/' } } },
    ],
  },
  {
    id: 'S04',
    what: 'what is missing in a folder is not the index script’s path info',
    request: { target: '/cgi-bin/sub/foo' },
    expect: NOT_FOUND,
  },
  {
    id: 'S05',
    what: 'other extensions do not run and are not shown',
    steps: [
      { target: '/cgi-bin/notes.txt', expect: { ...FORBIDDEN, code: 'SCRIPT_FORBIDDEN' } },
      { target: '/cgi-bin/plain', expect: FORBIDDEN },
      { target: '/cgi-bin/perl.cgi', expect: FORBIDDEN },
      { target: '/cgi-bin/node.cgi', expect: { status: 200, body: 'from .cgi\n' } },
    ],
  },
  {
    id: 'S06',
    what: 'requireExecBit asks for an execute bit',
    group: 'closed',
    steps: [
      { target: '/cgi-bin/noexec.js', expect: { ...FORBIDDEN, code: 'SCRIPT_FORBIDDEN' } },
      { target: '/cgi-bin/sub/page.js', expect: { status: 200, body: 'page of sub\n' } },
    ],
  },
  {
    id: 'S06-default',
    what: 'an execute bit is not asked for otherwise',
    request: { target: '/cgi-bin/noexec.js' },
    expect: { status: 200, body: 'no execute bit\n' },
  },
  {
    id: 'S11',
    what: 'dot files and node_modules are not there',
    steps: ['.hidden.js', '.env', 'node_modules/pkg/index.js', '.git/config'].map((name) => ({
      target: `/cgi-bin/${name}`,
      expect: NOT_FOUND,
    })),
  },
  {
    id: 'S12',
    what: 'the first file on the way is the script',
    steps: [
      { target: '/cgi-bin/folder.js/inner.js/x', expect: { status: 200, body: 'inner\n' } },
      { target: '/cgi-bin/a.b.c.js', expect: { status: 200, body: 'dots\n' } },
      { target: '/cgi-bin/env.js/env.js', expect: { status: 200, env: { PATH_INFO: '/env.js' } } },
      { target: '/cgi-bin/upper.js', expect: NOT_FOUND },
    ],
  },
  {
    id: 'S12-plain',
    what: 'a name without an extension runs where it is allowed',
    group: 'open',
    request: { target: '/cgi-bin/plain/info' },
    expect: { status: 200, body: 'no extension\n' },
  },
  {
    id: 'S13',
    what: 'acceptPathInfo: false does not find what goes on behind a script',
    group: 'closed',
    steps: [
      { target: '/cgi-bin/env.js/foo', expect: NOT_FOUND },
      { target: '/cgi-bin/env.js', expect: { status: 200, env: { PATH_INFO: null } } },
    ],
  },
  {
    id: 'S14',
    what: 'an unreadable file is forbidden and logged',
    request: { target: '/cgi-bin/unreadable.js' },
    ...(isRoot && { skip: everywhere('root reads every file: see unprivileged.test.ts') }),
    expect: { ...FORBIDDEN, log: [/this process may not read it/] },
  },
  {
    id: 'S14-syntax',
    what: 'a syntax error is answered 500, its place is for the log',
    code: 'const a = 1;\nconst b = ;',
    expect: {
      status: 500,
      code: 'SCRIPT_FAILED',
      log: [/s14-syntax\.js:3/, /SyntaxError: Unexpected token/],
      hides: /s14-syntax|SyntaxError/,
    },
  },
  {
    id: 'S15',
    what: 'an edited script and an edited module are seen by the next request',
    file: 's15/main.js',
    code: `process.stdout.write('Content-Type: text/plain\\n\\none ' + require('./dep.js'));`,
    steps: [
      { write: { 's15/dep.js': 'module.exports = 1' }, expect: { status: 200, body: 'one 1' } },
      { write: { 's15/dep.js': 'module.exports = 2' }, expect: { status: 200, body: 'one 2' } },
      {
        write: {
          's15/main.js': `#!/usr/bin/env node\nprocess.stdout.write('Content-Type: text/plain\\n\\ntwo ' + require('./dep.js'));`,
        },
        expect: { status: 200, body: 'two 2' },
      },
      // The folder serves several doors: leave it as it was.
      {
        write: {
          's15/main.js': `#!/usr/bin/env node\nprocess.stdout.write('Content-Type: text/plain\\n\\none ' + require('./dep.js'));`,
          's15/dep.js': 'module.exports = 1',
        },
        expect: { status: 200, body: 'one 1' },
      },
    ],
  },
  {
    id: 'S16',
    what: 'a byte order mark and a shebang are not code',
    code: '0;',
    steps: [
      {
        write: { 's16.js': `\uFEFF#!/usr/bin/env node\nprocess.stdout.write('Content-Type: text/plain\\n\\nbom');` },
        expect: { status: 200, body: 'bom' },
      },
      {
        write: {
          's16.js': `#!/usr/bin/env -S node --no-warnings\n'use strict';process.stdout.write('Content-Type: text/plain\\n\\nbang');`,
        },
        expect: { status: 200, body: 'bang' },
      },
    ],
  },
  {
    id: 'S16-type',
    what: 'so is a .js file in a package of type module',
    file: 's16/main.js',
    code: `import { basename } from 'node:path';
process.stdout.write('Content-Type: text/plain\\n\\n' + basename(import.meta.filename) + ' ' + typeof require);`,
    steps: [
      { write: { 's16/package.json': '{ "type": "module" }' }, expect: { status: 200, body: 'main.js undefined' } },
    ],
  },
  {
    id: 'S16-esm',
    what: 'an .mjs file is an ES module',
    file: 's16.mjs',
    code: `import { basename } from 'node:path';
const name = await Promise.resolve(basename(import.meta.url));
process.stdout.write('Content-Type: text/plain\\n\\n' + name + ' ' + typeof require);`,
    expect: { status: 200, body: 's16.mjs undefined' },
  },
];
