import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommand } from '../../adapters/cli/options.ts';
import { isCgiError } from '../../engine/index.ts';

const SERVE = {
  kind: 'serve',
  dir: './cgi-bin',
  host: '127.0.0.1',
  port: 8080,
  mount: '/cgi-bin',
  static: undefined,
  dev: false,
  engine: { workers: 'cores' },
};
const RUN = {
  kind: 'run',
  script: 'a.js',
  root: undefined,
  method: 'GET',
  query: '',
  headers: [],
  data: undefined,
  dataFile: undefined,
  pathInfo: undefined,
  include: false,
  trace: false,
  engine: {},
};

const READ: ReadonlyArray<readonly [line: string, command: object]> = [
  ['', { kind: 'help', of: undefined }],
  ['--help', { kind: 'help', of: undefined }],
  ['help', { kind: 'help', of: undefined }],
  ['help test', { kind: 'help', of: 'test' }],
  ['serve x --help', { kind: 'help', of: 'serve' }],
  ['run -h', { kind: 'help', of: 'run' }],
  ['doctor -h', { kind: 'help', of: 'doctor' }],
  ['--version', { kind: 'version' }],
  ['serve', SERVE],
  ['serve scripts', { ...SERVE, dir: 'scripts' }],
  [
    'serve --host ::1 --port=0 --mount / --static web --dev',
    { ...SERVE, host: '::1', port: 0, mount: '', static: 'web', dev: true },
  ],
  ['serve --mount /a/b-c.d/', { ...SERVE, mount: '/a/b-c.d' }],
  ['serve --port 1 --port 2', { ...SERVE, port: 2 }],
  [
    'serve --workers 3 --reload modules --serialize script --timeout 2.5 --cpu 1 --memory 64 --max-body 0 --queue 7 --lenient',
    {
      ...SERVE,
      engine: {
        workers: 3,
        reload: 'modules',
        serialize: 'script',
        timeout: 2500,
        cpu: 1000,
        memory: 64,
        maxBody: 0,
        queue: 7,
        onMalformed: 'lenient',
      },
    },
  ],
  [
    'serve --allow-read a --allow-read b --allow-write c --env A=1 --env B=x=y --env C=',
    {
      ...SERVE,
      engine: { workers: 'cores', allowRead: ['a', 'b'], allowWrite: ['c'], env: { A: '1', B: 'x=y', C: '' } },
    },
  ],
  [
    'serve --trust-proxy 10.0.0.1 --trust-proxy ::1',
    { ...SERVE, engine: { workers: 'cores', trustProxy: ['10.0.0.1', '::1'] } },
  ],
  ['run a.js', RUN],
  [
    'run a.js --query ?a=1 --method patch --path-info /x --include --root r',
    { ...RUN, query: 'a=1', method: 'patch', pathInfo: '/x', include: true, root: 'r' },
  ],
  ['run a.js --data x', { ...RUN, method: 'POST', data: 'x' }],
  ['run a.js --data=-x --method PUT', { ...RUN, method: 'PUT', data: '-x' }],
  ['run a.js --data-file -', { ...RUN, method: 'POST', dataFile: '-' }],
  [
    'run a.js --header A:1 --header X-B:',
    {
      ...RUN,
      headers: [
        ['A', '1'],
        ['X-B', ''],
      ],
    },
  ],
  ['run -- -odd.js', { ...RUN, script: '-odd.js' }],
];
for (const [line, command] of READ) {
  test(`parseCommand: ${line || '(nothing)'}`, () => {
    assert.deepEqual(parseCommand(line.split(' ').filter((word) => word !== '')), command);
  });
}

test('parseCommand: a header value keeps its inner spaces', () => {
  const command = parseCommand(['run', 'a.js', '--header', 'X-A:  two words ']);
  assert.deepEqual(command.kind === 'run' && command.headers, [['X-A', 'two words']]);
});

const REFUSED: ReadonlyArray<readonly [line: string, sentence: RegExp]> = [
  ['srve', /unknown command "srve", did you mean "serve"\?$/],
  ['-x', /unknown option "-x"$/],
  ['serve --prot 1', /unknown option "--prot", did you mean "--port"\?$/],
  ['test --filtr x', /unknown option "--filtr", did you mean "--filter"\?$/],
  ['test --upadte', /unknown option "--upadte", did you mean "--update"\?$/],
  ['compare --update', /unknown option "--update"$/],
  ['tset', /unknown command "tset", did you mean "test"\?$/],
  ['help tset', /unknown command "tset", did you mean "test"\?$/],
  ['run a.js --trust-proxy ::1', /unknown option "--trust-proxy"$/],
  ['deploy', /unknown command "deploy"$/],
  ['serve --constructor', /unknown option "--constructor"$/],
  ['serve -p 1', /unknown option "-p"$/],
  ['serve --root x', /unknown option "--root"$/],
  ['run a.js --dev', /unknown option "--dev"$/],
  ['serve --port', /--port needs a value$/],
  ['serve --port --host x', /--port needs a value$/],
  ['serve --port -1', /--port needs a value$/],
  ['serve --port=-1', /--port must be a whole number from 0 to 65535, not "-1"$/],
  ['serve --port 65536', /from 0 to 65535, not "65536"$/],
  ['serve --port 80a', /not "80a"$/],
  ['serve --port 1e3', /not "1e3"$/],
  ['serve --dev=1', /--dev takes no value$/],
  ['serve --workers 0', /--workers must be a whole number of at least 1, not "0"$/],
  ['serve --memory 8', /--memory must be a whole number of at least 16, not "8"$/],
  ['serve --max-body 10M', /--max-body must be .* not "10M"$/],
  ['serve --timeout 0', /--timeout must be a number of seconds above 0, not "0"$/],
  ['serve --timeout soon', /not "soon"$/],
  ['serve --timeout 99999999', /not "99999999"$/],
  ['serve --reload always', /--reload must be one of context, modules, never, not "always"$/],
  ['serve --mount cgi', /--mount must be a plain path that starts with a slash, not "cgi"$/],
  ['serve --mount /a/*', /not "\/a\/\*"$/],
  ['serve --mount /:a', /not "\/:a"$/],
  ['serve --mount //a', /not "\/\/a"$/],
  ['serve --env A', /--env must look like NAME=VALUE, not "A"$/],
  ['serve --env =1', /not "=1"$/],
  ['serve a b', /"b" is one too many$/],
  ['serve --dev --host 0.0.0.0', /--host "0\.0\.0\.0" is not$/],
  ['run', /run needs a script$/],
  ['run a b', /"b" is one too many$/],
  ['run a --data x --data-file y', /exclude each other$/],
  ['run a --header nonsense', /--header must look like "Name: value", not "nonsense"$/],
  ['run a --header a:b\r\nc:d', /--header must look like/],
  ['run a --path-info x', /--path-info must start with a slash, not "x"$/],
];
for (const [line, sentence] of REFUSED) {
  test(`parseCommand refuses: ${JSON.stringify(line)}`, () => {
    assert.throws(
      () => parseCommand(line.split(' ')),
      (error) => isCgiError(error) && error.code === 'BAD_OPTION' && sentence.test(error.message),
    );
  });
}
