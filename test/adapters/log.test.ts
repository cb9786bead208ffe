import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLog, escapeControls, wantsColors } from '../../adapters/log.ts';
import { CgiError, type RunReport } from '../../engine/index.ts';

const REPORT: RunReport = {
  requestId: 'abc-1',
  script: 'guestbook.js',
  code: 'ok',
  exitCode: 0,
  stderr: '',
  warnings: [],
  stderrBytes: 0,
  stdoutBytes: 0,
  queuedMs: 0,
  wallMs: 12.4,
  cpuMs: 3.2,
  worker: 77,
  compiled: 0,
};

function collect(options: { isTTY?: boolean; colors?: boolean } = {}): {
  text: () => string;
  log: ReturnType<typeof createLog>;
} {
  let text = '';
  const stream = {
    isTTY: options.isTTY ?? false,
    write(chunk: string) {
      text += chunk;
    },
  };
  const log = createLog({ stream, ...(options.colors !== undefined && { colors: options.colors }) });
  return {
    log,
    text() {
      log.flush();
      return text;
    },
  };
}

const ESCAPES: ReadonlyArray<readonly [input: string, output: string]> = [
  ['plain äöü 😀', 'plain äöü 😀'],
  ['two\r\nlines\t', 'two\\r\\nlines\\t'],
  ['\x1b[31mred\x07', '\\e[31mred\\x07'],
  ['nul\0del\x7fcsi\x9b', 'nul\\x00del\\x7fcsi\\x9b'],
  ['sep\u2028para\u2029', 'sep\\u2028para\\u2029'],
  ['rtl\u202egnp.exe', 'rtl\\u202egnp.exe'],
];
test('escapeControls makes every control character visible and leaves the rest', () => {
  for (const [input, output] of ESCAPES) assert.equal(escapeControls(input), output);
});

test('wantsColors: FORCE_COLOR, then NO_COLOR, then the terminal', () => {
  assert.equal(wantsColors(true, {}), true);
  assert.equal(wantsColors(false, {}), false);
  assert.equal(wantsColors(true, { NO_COLOR: '1' }), false);
  assert.equal(wantsColors(true, { NO_COLOR: '' }), true);
  assert.equal(wantsColors(true, { TERM: 'dumb' }), false);
  assert.equal(wantsColors(false, { FORCE_COLOR: '1' }), true);
  assert.equal(wantsColors(true, { FORCE_COLOR: '0' }), false);
});

test('createLog: an access record is one plain line with everything in it', () => {
  const { log, text } = collect();
  log.access({
    requestId: 'abc-1',
    remoteAddress: '127.0.0.1',
    method: 'GET',
    target: '/cgi-bin/hello.js?\x1b[2J',
    status: 200,
    bytes: 321,
    ms: 4.25,
    aborted: false,
  });
  assert.match(
    text(),
    /^\d{4}-\d\d-\d\dT[\d:.]{12}Z abc-1 access 200 GET \/cgi-bin\/hello\.js\?\\e\[2J 321 B 4\.[23] ms 127\.0\.0\.1\n$/,
  );
});

test('createLog: stderr lines carry script and request, a bad end carries why and what it cost', () => {
  const { log, text } = collect();
  const failed: RunReport = {
    ...REPORT,
    script: '/srv/cgi/sub/guestbook.js',
    stderr: 'first\nsecond\x1b[1m\n',
    stderrBytes: 100,
    code: 'CPU_LIMIT',
    exitCode: null,
    warnings: ['Cannot finish: 10040 ms used', 'odd\nfield'],
  };
  log.report(failed, '/srv/cgi');
  const lines = text().trimEnd().split('\n');
  assert.equal(lines.length, 5);
  assert.match(lines[0] ?? '', /abc-1 stderr sub\/guestbook\.js: first$/);
  assert.match(lines[1] ?? '', /second\\e\[1m$/);
  assert.match(lines[2] ?? '', /… 83 more bytes not kept$/);
  assert.match(lines[3] ?? '', /warning sub\/guestbook\.js: odd\\nfield$/);
  assert.match(
    lines[4] ?? '',
    /ended sub\/guestbook\.js: CPU_LIMIT Cannot finish: 10040 ms used \(wall 12 ms, CPU 3 ms, worker 77\)$/,
  );
});

test('createLog: a failure that a report has told is not told again, other ones are', () => {
  const { log, text } = collect();
  log.report({ ...REPORT, code: 'SCRIPT_FAILED' });
  log.error('abc-1', new CgiError('SCRIPT_FAILED', 'Cannot finish'));
  log.error('abc-1', new CgiError('QUEUE_FULL', 'Cannot queue'));
  assert.deepEqual(
    text()
      .match(/ended|error/g)
      ?.join(),
    'ended,error',
  );
});

test('createLog: a client that left is no failure of the script', () => {
  const { log, text } = collect();
  log.report({ ...REPORT, code: 'CLIENT_GONE', exitCode: null, warnings: ['Cannot finish'] });
  assert.equal(text(), '');
});

test('createLog: a good run without stderr leaves no line', () => {
  const { log, text } = collect();
  log.report(REPORT);
  assert.equal(text(), '');
});

test('createLog: records and the lines of one run are capped', () => {
  const { log, text } = collect();
  log.notice('x'.repeat(20_000));
  log.report({ ...REPORT, stderr: 'line\n'.repeat(500), warnings: [], stderrBytes: 2500 });
  const lines = text().trimEnd().split('\n');
  assert.ok((lines[0] ?? '').length < 8300);
  assert.match(lines[0] ?? '', /\(20000 characters\)$/);
  assert.equal(lines.length, 102);
  assert.match(lines.at(-1) ?? '', /… 400 more lines$/);
});

test('createLog: an error is one line with its code, newlines escaped', () => {
  const { log, text } = collect();
  log.error('abc-2', new CgiError('BAD_HEADER', 'Cannot use header line "a\nb"'));
  assert.match(text(), /abc-2 error BAD_HEADER Cannot use header line "a\\nb"\n$/);
});

test('createLog: the stack behind a failure is told where it is ours alone', () => {
  const { log, text } = collect();
  const cause = new Error('inner');
  log.error('r-1', new CgiError('HOST_FAILED', 'Cannot answer', { cause }));
  log.error('r-2', new CgiError('SCRIPT_FAILED', 'Cannot finish', { cause }));
  const [ours = '', theirs = ''] = text().split('\n');
  assert.match(ours, /HOST_FAILED Cannot answer \(Error: inner\\n {4}at /);
  assert.match(theirs, /SCRIPT_FAILED Cannot finish$/);
});

test('createLog: colours only where wanted, and short times on a terminal', () => {
  const colored = collect({ isTTY: true, colors: true });
  colored.log.notice('hello');
  assert.match(colored.text(), /^\x1b\[2m\d\d:\d\d:\d\d -\x1b\[0m notice \x1b\[36mfreshcgi\x1b\[0m hello\n$/);
  const plain = collect({ isTTY: true, colors: false });
  plain.log.notice('hello');
  assert.doesNotMatch(plain.text(), /\x1b/);
});

test('createLog: lines of one turn are written together, without being asked', async () => {
  const writes: string[] = [];
  const log = createLog({ stream: { write: (chunk: string) => writes.push(chunk) } });
  log.notice('one');
  log.notice('two');
  await new Promise(setImmediate);
  assert.equal(writes.length, 1);
  assert.equal(writes[0]?.split('\n').length, 3);
});

test('createLog: after a pause a line is written at once, those of a busy server together', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setImmediate', 'setTimeout'], now: 1_000_000 });
  const writes: string[] = [];
  const log = createLog({ stream: { write: (chunk: string) => writes.push(chunk) } });
  log.notice('one');
  t.mock.timers.tick(0);
  assert.equal(writes.length, 1);
  log.notice('two');
  t.mock.timers.tick(2);
  log.notice('three');
  assert.equal(writes.length, 1);
  t.mock.timers.tick(3);
  assert.match(writes[1] ?? '', /^1970-01-01T00:16:40\.000Z .* two\n1970-01-01T00:16:40\.002Z .* three\n$/);
  t.mock.timers.tick(100);
  log.notice('four');
  t.mock.timers.tick(0);
  assert.equal(writes.length, 3);
});

test('a log loses nothing when its process ends, and leaves no listener behind', () => {
  const program = `
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, '..', '..', 'adapters', 'log.ts'))};
    const logs = Array.from({ length: 3 }, () => createLog({ stream: process.stderr }));
    for (const log of logs) { log.notice('one'); log.flush(); log.notice('two'); }
    throw new Error('the end');`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(stderr.match(/ one$/gm)?.length, 3);
  assert.equal(stderr.match(/ two$/gm)?.length, 3);
  const before = process.listenerCount('exit');
  const { log, text } = collect();
  log.notice('three');
  assert.match(text(), / three$/m);
  assert.equal(process.listenerCount('exit'), before);
});
