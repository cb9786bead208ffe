import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assertBody,
  assertCookie,
  assertExitCode,
  assertHeader,
  assertHtml,
  assertJson,
  assertRedirect,
  assertStatus,
  assertStderr,
  runScript,
} from 'freshcgi/testing';
import { matchers } from 'freshcgi/testing/matchers';

const PAGE = `console.error('a warning');
console.log('Status: 201\\nContent-Type: text/html; charset=utf-8\\nSet-Cookie: sid=abc; Path=/\\n');
console.log('<h1>Hello</h1> <p>Ada &amp; Bob</p>');
process.exitCode = 2;`;

test('assertions pass where they should', async () => {
  const page = await runScript({ source: PAGE });
  assertStatus(page, 201);
  assertHeader(page, 'Content-Type', 'text/html; charset=utf-8');
  assertHeader(page, 'content-type', /^text\//);
  assertHeader(page, 'Set-Cookie');
  assertCookie(page, 'sid', 'abc');
  assertExitCode(page, 2);
  assertStderr(page, /warning/);
  await assertHtml(page, 'Ada & Bob', 'Hello', /<h1>/);
  const html = new Response('<p>1 &#60; 2,\n<b>&quot;&#x41;&quot;</b>', { headers: { 'Content-Type': 'text/html' } });
  await assertHtml(html, '1 < 2, "A"');
  await assertBody(page, /^<h1>/);
  assert.match(await page.text(), /Hello/, 'the body can still be read');
  await assertJson(Response.json({ a: [1] }), { a: [1] });
  const redirect = new Response(null, { status: 303, headers: { Location: '/x' } });
  assertRedirect(redirect);
  assertRedirect(redirect, '/x');
});

test('assertions fail where they should', async () => {
  const page = await runScript({ source: PAGE });
  const failing: ReadonlyArray<readonly [expected: RegExp, () => unknown]> = [
    [/Expected status 200, got 201/, () => assertStatus(page, 200)],
    [/Expected header X-A to be a value, got none/, () => assertHeader(page, 'X-A')],
    [/Expected header Content-Type to be "a", got "text/, () => assertHeader(page, 'Content-Type', 'a')],
    [/Expected a redirect to "\/x", got status 201 and no Location/, () => assertRedirect(page, '/x')],
    [/Expected cookie sid to be "b", got "abc"/, () => assertCookie(page, 'sid', 'b')],
    [/Expected exit code 0, got 2/, () => assertExitCode(page, 0)],
    [/Expected stderr "", got "a warning/, () => assertStderr(page, '')],
    [/Expected an HTML page with "Eve"/, () => assertHtml(page, 'Eve')],
    [/Expected an HTML page, got Content-Type text\/plain/, () => assertHtml(new Response('x'), 'x')],
    [/Expected body "x", got "<h1>/, () => assertBody(page, 'x')],
    [/Expected JSON: /, () => assertJson(page, {})],
  ];
  for (const [message, run] of failing) {
    await assert.rejects(async () => run(), { name: 'AssertionError', message });
  }
});

test('assertions on the body of a result fail at once, also where nobody awaits them; of a Response later', async () => {
  const page = await runScript({ source: PAGE });
  const failing = [() => assertHtml(page, 'Eve'), () => assertBody(page, 'x'), () => assertJson(page, {})];
  for (const run of failing) assert.throws(() => void run(), { name: 'AssertionError' });
  assert.match(await page.text(), /^<h1>/, 'the body can still be read');
  await assert.rejects(assertBody(new Response('a'), 'b'), { name: 'AssertionError' });
});

test('a failed assertion shows stderr and the first lines of the output, and points at its caller', async () => {
  const page = await runScript({ source: PAGE });
  assert.throws(
    () => assertStatus(page, 200),
    (error: Error) => {
      assert.equal(
        error.message,
        [
          'Expected status 200, got 201',
          'stderr:\n  a warning',
          'stdout:\n  Status: 201\n  Content-Type: text/html; charset=utf-8\n  Set-Cookie: sid=abc; Path=/\n  \n  <h1>Hello</h1> <p>Ada &amp; Bob</p>',
        ].join('\n'),
      );
      const [frame = ''] = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
      assert.match(frame, /testing-assert\.test/);
      return true;
    },
  );
  const crashed = await runScript({ source: 'throw new TypeError("boom")' });
  assert.throws(() => assertStatus(crashed, 200), /got 500\n {2}Script ".*" failed: TypeError: boom|boom/);
});

test('matchers answer as expect.extend() wants it', async () => {
  const page = await runScript({ source: PAGE });
  assert.equal(matchers.toHaveStatus(page, 201).pass, true);
  assert.match(matchers.toHaveStatus(page, 201).message(), /^Did not expect status 201/);
  assert.match(matchers.toHaveStatus(page, 200).message(), /^Expected status 200, got 201[\s\S]*a warning/);
  assert.equal(matchers.toHaveHeader(page, 'content-type', /html/).pass, true);
  assert.equal(matchers.toRedirect(page).pass, false);
  assert.equal(matchers.toSetCookie(page, 'sid').pass, true);
  assert.equal(matchers.toExitWith(page, 2).pass, true);
  assert.equal(matchers.toHaveStderr(page, /warn/).pass, true);
  assert.equal((await matchers.toHaveBody(page, /Hello/)).pass, true);
  assert.equal((await matchers.toBeHtml(page, 'Hello')).pass, true);
});
