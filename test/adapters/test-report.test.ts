import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReport, type Outcome } from '../../adapters/cli/test-report.ts';

function outlet(columns?: number) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => {
      written[name] += text;
    },
  });
  return { written, stdout: { ...stream('stdout'), isTTY: false }, stderr: stream('stderr') };
}

const passed: Outcome = { name: 'a.http', verdict: 'passed', steps: [], reason: undefined, stderr: '', ms: 1234.6 };
const failed: Outcome = {
  name: 'b.http',
  verdict: 'failed',
  steps: [
    { sign: '-', line: 'old' },
    { sign: '+', line: 'new\x1b[31m' },
  ],
  reason: 'it differs',
  stderr: Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n'),
  ms: 5,
};

test('createReport: a progress line on a terminal, never longer than the terminal, gone at the end', () => {
  const to = outlet(20);
  const report = createReport('text', ['a.http', 'b.http'], to);
  report.add(passed);
  report.add(failed);
  assert.equal(report.end(1234), 1);
  const lines = to.written.stderr.split('\r\x1b[K');
  assert.deepEqual(lines, ['', '1 of 2, 0 failed  a'.slice(0, 19), '', '2 of 2, 1 failed  b'.slice(0, 19), '']);
  assert.match(to.written.stdout, /\n1 failed, 1 passed in 1\.23 s\n$/);
});

test('createReport: a failure tells why, shows the difference and the end of patience with stderr, and moves no cursor', () => {
  const to = outlet();
  createReport('text', ['b.http'], to).add(failed);
  assert.equal(to.written.stderr, '');
  assert.match(
    to.written.stdout,
    /^failed b\.http\n {2}it differs\n {2}- old\n {2}\+ new\\e\[31m\n {2}stderr: line 0\n/,
  );
  assert.match(to.written.stdout, /stderr: line 19\n {2}stderr: … 10 more lines\n/);
});

test('createReport: failures are told in the order of the cases, each as soon as those before it have ended', () => {
  const to = outlet();
  const report = createReport('text', ['a.http', 'b.http', 'c.http', 'd.http'], to);
  const heard: string[][] = [];
  for (const name of ['c.http', 'b.http', 'a.http', 'd.http']) {
    report.add({ ...failed, name, ...(name === 'a.http' && { verdict: 'passed' }) });
    heard.push([...to.written.stdout.matchAll(/^failed (\S+)$/gm)].map(([, told = '']) => told));
  }
  assert.deepEqual(heard, [[], [], ['b.http', 'c.http'], ['b.http', 'c.http', 'd.http']]);
});

test('createReport: TAP and JUnit name the cases in their order, whatever their names hold', () => {
  for (const [format, expected] of [
    ['tap', 'ok 1 - a \\# <b>.http'],
    ['junit', 'name="a # &lt;b&gt;.http" time="1.235"/>'],
  ] as const) {
    const to = outlet();
    const report = createReport(format, ['a # <b>.http', 'b.http'], to);
    report.add(failed);
    report.add({ ...passed, name: 'a # <b>.http' });
    assert.equal(report.end(1), 1);
    assert.ok(to.written.stdout.includes(expected), to.written.stdout);
    assert.ok(to.written.stdout.indexOf('a ') < to.written.stdout.indexOf('b.http'));
  }
});

test('createReport: a terminal that says it has no columns has eighty', () => {
  const to = outlet(0);
  to.stderr.isTTY = true;
  createReport('text', ['a.http'], to).add(passed);
  assert.equal(to.written.stderr, '\r\x1b[K1 of 1, 0 failed  a.http');
});

test('createReport: JUnit is XML and TAP is YAML whatever a page holds', () => {
  const odd = {
    ...failed,
    steps: [{ sign: ' ', line: 'deep' } as const, { sign: '+', line: ']]> \ufffe \ud800 \0 &' } as const],
  };
  const [junit, tap] = (['junit', 'tap'] as const).map((format) => {
    const to = outlet();
    const report = createReport(format, [odd.name], to);
    report.add(odd);
    report.end(1);
    return to.written.stdout;
  });
  assert.match(junit ?? '', /\]\]&gt; \ufffd \ufffd \S+ &amp;/);
  assert.doesNotMatch(junit ?? '', /[\0-\x08\ufffe]/);
  // The text may begin with a line that is further in than those behind it: the indicator says where it begins.
  assert.match(tap ?? '', /\n {2}difference: \|2\n {4}/);
});

test('createReport: the name of a case moves no cursor and adds no line', () => {
  for (const format of ['text', 'tap'] as const) {
    const to = outlet(80);
    const name = 'a\x1b[31m\nok 2 - b.http';
    const report = createReport(format, [name], to);
    report.add({ ...failed, steps: [], stderr: '', name });
    report.end(1);
    const { stdout, stderr } = to.written;
    assert.ok(!/\x1b\[31m|^ok/m.test(stdout + stderr.replaceAll('\r\x1b[K', '')), stdout + stderr);
  }
});
