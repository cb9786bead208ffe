// V08–V18, S01–S13 and threats section 2: which file a request target leads to, and every way it leads to none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LocateOptions, locateScript } from '../../../engine/cgi/locate.ts';
import { parseTarget } from '../../../engine/cgi/target.ts';
import { CgiError, type ErrorCode } from '../../../engine/errors.ts';
import { LOCATE, memoryProbe, ROOT, refusal } from './rooms.ts';

const probe = memoryProbe({
  'env.js': {},
  'sp ace.js': {},
  'café.js': {},
  'semi;colon.js': {},
  'a%2Fb.js': {},
  'percent%41.js': {},
  'x.js/real.js': {},
  'sub/index.js': {},
  'sub/other.mjs': {},
  'empty/readme.txt': {},
  'cgionly/index.cgi': {},
  'deep/er/down.cjs': {},
  'types.ts': {},
  'perl.cgi': { firstLine: '#!/usr/bin/perl -w' },
  'node.cgi': { firstLine: '#!/usr/bin/env node' },
  'bare.cgi': { firstLine: "console.log('x')" },
  'perl.pl': { firstLine: '#!/usr/bin/perl' },
  perlish: { firstLine: '#!/usr/bin/env perl' },
  'nph-raw.js': {},
  'upper.JS': {},
  'notes.txt': {},
  'env.js.bak': {},
  'env.js~': {},
  'env.js.': {},
  'env.js ': {},
  'env.js::$DATA': {},
  'package.json': {},
  noextension: {},
  '.hidden.js': {},
  '.env': {},
  '.git/config.js': {},
  'node_modules/pkg/index.js': {},
  'locked.js': { kind: 'unreadable' },
  'pipe.js': { kind: 'other' },
  'inside.js': { link: `${ROOT}/sub/other.mjs` },
  'todata.js': { link: `${ROOT}/notes.txt` },
  'tohidden.js': { link: `${ROOT}/.hidden.js` },
  'outside.js': { link: '/etc/secret.js' },
  'neighbour.js': { link: '/srv/cgi-evil/a.js' },
  outdir: { link: '/etc' },
  '/etc/secret.js': {},
  '/etc/passwd': {},
  '/srv/cgi-evil/a.js': {},
  'exec.js': { executable: true },
});

type Expected = string | ErrorCode | readonly [scriptName: string, pathInfo?: string | undefined, script?: string];
type Row = readonly [id: string, target: string, expected: Expected, options?: Partial<LocateOptions>, mount?: string];

const ROWS: readonly Row[] = [
  ['V08 path info is decoded', '/cgi-bin/env.js/a%20b/c%2Ed', ['/cgi-bin/env.js', '/a b/c.d']],
  ['V08 no path info', '/cgi-bin/env.js', ['/cgi-bin/env.js']],
  ['V08 a bare slash is path info', '/cgi-bin/env.js/', ['/cgi-bin/env.js', '/']],
  ['V09 semicolon is kept', '/cgi-bin/env.js/a;b=1', ['/cgi-bin/env.js', '/a;b=1']],
  ['V09 plus is no space', '/cgi-bin/env.js/a+b', ['/cgi-bin/env.js', '/a+b']],
  ['V10 slashes are merged', '/cgi-bin/env.js//a//b', ['/cgi-bin/env.js', '/a/b']],
  ['V10 mergeSlashes: false', '/cgi-bin/env.js//a//b', ['/cgi-bin/env.js', '//a//b'], { mergeSlashes: false }],
  ['V10 trailing slashes', '/cgi-bin/env.js///', ['/cgi-bin/env.js', '/']],
  ['V11 dot segments in path info', '/cgi-bin/env.js/a/../b', ['/cgi-bin/env.js', '/b']],
  ['V11 a single dot', '/cgi-bin/./env.js/a/.', ['/cgi-bin/env.js', '/a/']],
  ['V11 resolved before routing', '/cgi-bin/env.js/../../static.txt', 'SCRIPT_NOT_FOUND'],
  ['V11 leads to another script', '/cgi-bin/env.js/../sub/other.mjs', ['/cgi-bin/sub/other.mjs']],
  ['V12 UTF-8', '/cgi-bin/env.js/caf%C3%A9', ['/cgi-bin/env.js', '/café']],
  ['V12 broken UTF-8', '/cgi-bin/env.js/caf%E9', ['/cgi-bin/env.js', '/caf\uFFFD']],
  ['V12 raw bytes', '/cgi-bin/env.js/caf\xC3\xA9', ['/cgi-bin/env.js', '/café']],
  ['V12 overlong slash', '/cgi-bin/env.js/%C0%AF', ['/cgi-bin/env.js', '/\uFFFD\uFFFD']],
  ['V16 decoded script name', '/cgi-bin/sp%20ace.js', ['/cgi-bin/sp ace.js']],
  ['V16 index', '/cgi-bin/sub/', ['/cgi-bin/sub/index.js', undefined, `${ROOT}/sub/index.js`]],
  ['V16 slashes before the script', '/cgi-bin//env.js', ['/cgi-bin/env.js']],
  ['V16 slashes before the script, kept', '//cgi-bin//env.js/a', ['/cgi-bin/env.js', '/a'], { mergeSlashes: false }],
  ['V16 mount at the root', '/env.js', ['/env.js'], {}, ''],
  ['V16 mount written with slashes', '/cgi-bin/env.js', ['/cgi-bin/env.js'], {}, '/cgi-bin//'],
  ['V16 non-ASCII', '/cgi-bin/caf%c3%a9.js/x', ['/cgi-bin/café.js', '/x']],
  ['V16 semicolon in the name', '/cgi-bin/semi;colon.js', ['/cgi-bin/semi;colon.js']],
  ['V18 real path', '/cgi-bin/inside.js', ['/cgi-bin/inside.js', undefined, `${ROOT}/sub/other.mjs`]],
  ['V27 absolute form', 'http://h/cgi-bin/env.js/a?x', ['/cgi-bin/env.js', '/a']],
  ['S01 missing', '/cgi-bin/missing.js', 'SCRIPT_NOT_FOUND'],
  ['S01 missing with path info', '/cgi-bin/missing.js/a/b', 'SCRIPT_NOT_FOUND'],
  ['S02 folder without index', '/cgi-bin/empty/', 'DIRECTORY_WITHOUT_INDEX'],
  ['S02 root without index', '/cgi-bin/', 'DIRECTORY_WITHOUT_INDEX'],
  ['S02 root without slash', '/cgi-bin', 'redirect /cgi-bin/'],
  ['S02 second index name', '/cgi-bin/cgionly/', ['/cgi-bin/cgionly/index.cgi']],
  ['S03 folder without slash', '/cgi-bin/sub', 'redirect /cgi-bin/sub/'],
  ['S03 keeps the raw query', '/cgi-bin/sub?a=%41&b', 'redirect /cgi-bin/sub/?a=%41&b'],
  ['S03 keeps a bare question mark', '/cgi-bin/sub?', 'redirect /cgi-bin/sub/?'],
  ['S03 never to another host', '//sub', 'redirect /sub/', {}, ''],
  ['S03 dot segments are gone', '/cgi-bin/empty/../sub', 'redirect /cgi-bin/sub/'],
  ['S04 no path info onto the index', '/cgi-bin/sub/foo', 'SCRIPT_NOT_FOUND'],
  ['S05 text file', '/cgi-bin/notes.txt', 'SCRIPT_FORBIDDEN'],
  ['S05 text file with path info', '/cgi-bin/notes.txt/x.js', 'SCRIPT_FORBIDDEN'],
  ['S05 package.json', '/cgi-bin/package.json', 'SCRIPT_FORBIDDEN'],
  ['S05 backup file', '/cgi-bin/env.js.bak', 'SCRIPT_FORBIDDEN'],
  ['S05 no extension', '/cgi-bin/noextension', 'SCRIPT_FORBIDDEN'],
  ['S05 upper case extension', '/cgi-bin/upper.JS', 'SCRIPT_FORBIDDEN'],
  ['S05 extensions are configurable', '/cgi-bin/noextension', ['/cgi-bin/noextension'], { extensions: [''] }],
  ['S05 a Perl script without extension', '/cgi-bin/perlish', 'SCRIPT_FORBIDDEN', { extensions: [''] }],
  ['S05 a Perl script named .pl', '/cgi-bin/perl.pl', 'SCRIPT_FORBIDDEN', { extensions: ['.pl'] }],
  ['S05 typescript', '/cgi-bin/types.ts/x', ['/cgi-bin/types.ts', '/x']],
  ['S05 a Perl script', '/cgi-bin/perl.cgi', 'SCRIPT_FORBIDDEN'],
  ['S05 a node script named .cgi', '/cgi-bin/node.cgi', ['/cgi-bin/node.cgi']],
  ['S05 .cgi without shebang', '/cgi-bin/bare.cgi', ['/cgi-bin/bare.cgi']],
  ['S06 execute bit missing', '/cgi-bin/env.js', 'SCRIPT_FORBIDDEN', { requireExecBit: true }],
  ['S06 execute bit set', '/cgi-bin/exec.js', ['/cgi-bin/exec.js'], { requireExecBit: true }],
  ['S07 plain dots', '/cgi-bin/../../etc/passwd', 'SCRIPT_NOT_FOUND'],
  ['S07 encoded dots', '/cgi-bin/%2e%2e/%2e%2e/etc/passwd', 'SCRIPT_NOT_FOUND'],
  ['S07 half encoded dots', '/cgi-bin/.%2e/%2E./etc/passwd', 'SCRIPT_NOT_FOUND'],
  ['S07 dots above a mount at the root', '/../../etc/passwd', 'SCRIPT_NOT_FOUND', {}, ''],
  ['S07 encoded slash', '/cgi-bin/..%2fetc/passwd', 'PATH_REFUSED'],
  [
    'S07 decoded slash still resolves',
    '/cgi-bin/..%2f..%2fetc/passwd',
    'SCRIPT_NOT_FOUND',
    { encodedSlashes: 'decode' },
  ],
  ['S07 double encoding', '/cgi-bin/%252e%252e/etc/passwd', 'SCRIPT_NOT_FOUND'],
  ['S07 double encoding decodes once', '/cgi-bin/percent%2541.js', ['/cgi-bin/percent%41.js']],
  ['S07 backslash', '/cgi-bin/..\\..\\etc\\passwd', 'PATH_REFUSED'],
  ['S07 encoded backslash', '/cgi-bin/..%5c..%5Cetc', 'PATH_REFUSED'],
  ['S07 encoded backslash in path info', '/cgi-bin/env.js/a%5cb', 'PATH_REFUSED'],
  ['S07 many slashes', '///////////nocgi.js/../cgi-bin/nothere', 'SCRIPT_NOT_FOUND'],
  ['S07 no leading slash', 'cgi-bin/env.js', 'BAD_PATH'],
  ['S07 asterisk form', '*', 'BAD_PATH'],
  ['S07 encoded slash behind the mount', '/cgi-bin%2fenv.js', 'PATH_REFUSED'],
  ['S07 trailing spaces', '/cgi-bin/env.js%20%20%20', 'PATH_REFUSED'],
  ['S07 a space in a file name that exists', '/cgi-bin/env.js%20', 'PATH_REFUSED'],
  ['S07 trailing dot', '/cgi-bin/env.js.', 'PATH_REFUSED'],
  ['S07 trailing tilde', '/cgi-bin/env.js~', 'PATH_REFUSED'],
  ['S07 alternate data stream', '/cgi-bin/env.js::$DATA', 'PATH_REFUSED'],
  ['S07 colon is fine in path info', '/cgi-bin/env.js/http://h/', ['/cgi-bin/env.js', '/http:/h/']],
  ['S07 link to a file outside', '/cgi-bin/outside.js', 'SCRIPT_FORBIDDEN'],
  ['S07 link to a folder with the same start', '/cgi-bin/neighbour.js', 'SCRIPT_FORBIDDEN'],
  ['S07 file in a linked folder', '/cgi-bin/outdir/secret.js', 'SCRIPT_FORBIDDEN'],
  ['S07 missing file in a linked folder', '/cgi-bin/outdir/missing.js', 'SCRIPT_FORBIDDEN'],
  ['S07 linked folder', '/cgi-bin/outdir', 'SCRIPT_FORBIDDEN'],
  ['S07 linked folder with slash', '/cgi-bin/outdir/', 'SCRIPT_FORBIDDEN'],
  ['S07 link to a file that is no script', '/cgi-bin/todata.js', 'SCRIPT_FORBIDDEN'],
  ['S07 link to a dot file', '/cgi-bin/tohidden.js', 'PATH_REFUSED'],
  [
    'S07 followSymlinks',
    '/cgi-bin/outside.js',
    ['/cgi-bin/outside.js', undefined, '/etc/secret.js'],
    { followSymlinks: true },
  ],
  ['S08 NUL', '/cgi-bin/env.js%00.txt', 'BAD_PATH'],
  ['S08 NUL in path info', '/cgi-bin/env.js/%00', 'BAD_PATH'],
  ['S08 control character', '/cgi-bin/env.js/%0d%0aX:1', 'BAD_PATH'],
  ['S08 raw control character', '/cgi-bin/env.js/\x01', 'BAD_PATH'],
  ['S08 delete', '/cgi-bin/env.js/%7f', 'BAD_PATH'],
  ['S09 bad hexadecimal', '/cgi-bin/env.js/%zz', 'BAD_PATH'],
  ['S09 cut off', '/cgi-bin/env.js/%4', 'BAD_PATH'],
  ['S09 fragment', '/cgi-bin/env.js#x', 'BAD_PATH'],
  ['S10 encoded slash in path info', '/cgi-bin/env.js/a%2Fb', 'PATH_REFUSED'],
  ['S10 decode', '/cgi-bin/env.js/a%2Fb', ['/cgi-bin/env.js', '/a/b'], { encodedSlashes: 'decode' }],
  ['S10 keep', '/cgi-bin/env.js/a%2fb', ['/cgi-bin/env.js', '/a%2fb'], { encodedSlashes: 'keep' }],
  ['S10 keep in the name', '/cgi-bin/a%2Fb.js', ['/cgi-bin/a%2Fb.js'], { encodedSlashes: 'keep' }],
  ['S11 dot file', '/cgi-bin/.hidden.js', 'PATH_REFUSED'],
  ['S11 .env', '/cgi-bin/.env', 'PATH_REFUSED'],
  ['S11 dot folder', '/cgi-bin/.git/config.js', 'PATH_REFUSED'],
  ['S11 dot file that is not there', '/cgi-bin/.nothing', 'PATH_REFUSED'],
  ['S11 node_modules', '/cgi-bin/node_modules/pkg/index.js', 'PATH_REFUSED'],
  ['S11 node_modules in another case', '/cgi-bin/Node_Modules/pkg/index.js', 'PATH_REFUSED'],
  ['S11 dot segment in path info is data', '/cgi-bin/env.js/.hidden', ['/cgi-bin/env.js', '/.hidden']],
  ['S12 folder named like a script', '/cgi-bin/x.js/real.js/y', ['/cgi-bin/x.js/real.js', '/y']],
  ['S12 deep', '/cgi-bin/deep/er/down.cjs/down.cjs', ['/cgi-bin/deep/er/down.cjs', '/down.cjs']],
  ['S12 case counts', '/cgi-bin/ENV.js', 'SCRIPT_NOT_FOUND'],
  ['S12 case of the mount counts', '/CGI-BIN/env.js', 'SCRIPT_NOT_FOUND'],
  ['S12 mount ends at a slash', '/cgi-binenv.js', 'SCRIPT_NOT_FOUND'],
  ['S13 acceptPathInfo off', '/cgi-bin/env.js/foo', 'PATH_REFUSED', { acceptPathInfo: false }],
  ['S13 off, without path info', '/cgi-bin/env.js', ['/cgi-bin/env.js'], { acceptPathInfo: false }],
  ['S14 unreadable', '/cgi-bin/locked.js', 'SCRIPT_FORBIDDEN'],
  ['S14 no regular file', '/cgi-bin/pipe.js', 'SCRIPT_FORBIDDEN'],
  ['C07 longest path', `/cgi-bin/env.js/${'a'.repeat(4080)}`, ['/cgi-bin/env.js', `/${'a'.repeat(4080)}`]],
  ['C07 4 KB path', `/cgi-bin/env.js/${'a'.repeat(4096)}`, 'URI_TOO_LONG'],
  ['C28 path of a picture', '/cgi-bin/notes.txt/env.js', 'SCRIPT_FORBIDDEN'],
];

for (const [id, target, expected, options, mount] of ROWS) {
  test(`locateScript: ${id}`, () => {
    assert.deepEqual(locate(target, mount ?? '/cgi-bin', { ...LOCATE, ...options }), full(expected));
  });
}

test('locateScript: N01 knows an nph- script by its name', () => {
  const found = locateScript(parseTarget('/cgi-bin/nph-raw.js'), '/cgi-bin', probe, LOCATE);
  assert.equal(found.kind === 'script' && found.nph, true);
});

test('locateScript: S12 refuses a second spelling on a file system that ignores case', () => {
  const forgiving = { ...probe, kind: () => 'file' as const, realpath: (path: string) => path.toLowerCase() };
  const target = parseTarget('/cgi-bin/ENV.js');
  const message = refusal(() => locateScript(target, '/cgi-bin', forgiving, LOCATE), 'PATH_REFUSED');
  assert.match(message, /spelled/);
});

test('locateScript: a file that goes away after it was seen is not found', () => {
  const racing = { ...probe, realpath: () => undefined };
  refusal(() => locateScript(parseTarget('/cgi-bin/env.js'), '/cgi-bin', racing, LOCATE), 'SCRIPT_NOT_FOUND');
});

test('locateScript: a root that does not exist has no scripts', () => {
  const nothing = { ...probe, kind: () => 'missing' as const, realpath: () => undefined };
  refusal(() => locateScript(parseTarget('/cgi-bin/env.js'), '/cgi-bin', nothing, LOCATE), 'SCRIPT_NOT_FOUND');
});

function locate(target: string, mount: string, options: LocateOptions): Expected {
  try {
    const found = locateScript(parseTarget(target), mount, probe, options);
    if (found.kind === 'redirect') return `redirect ${found.location}`;
    return [found.scriptName, found.pathInfo, found.script];
  } catch (error) {
    if (error instanceof CgiError) return error.code;
    throw error;
  }
}

/** Where a row does not say where the script lies, it lies where its name says. */
function full(expected: Expected): Expected {
  if (typeof expected === 'string') return expected;
  const [scriptName, pathInfo, script] = expected;
  return [scriptName, pathInfo, script ?? `${ROOT}${scriptName.replace(/^\/cgi-bin/, '')}`];
}
