// The same with vitest: cd examples/test-a-script/vitest && npm install && npx vitest run
import { join } from 'node:path';
import { runScript } from 'freshcgi/testing';
import { type CgiMatchers, matchers } from 'freshcgi/testing/matchers';
import { expect, test } from 'vitest';

expect.extend(matchers);

declare module 'vitest' {
  // The parameters are vitest's own; another version may have others.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CgiMatchers<R> {}
}

const data = join(import.meta.dirname, '..', 'data');
const init = {
  root: join(import.meta.dirname, '..', '..', 'cgi-bin'),
  allowWrite: [data],
  env: { GUESTBOOK_DIR: data },
};

test('an empty guestbook says so', async () => {
  const response = await runScript('guestbook.js', init);
  expect(response).toHaveStatus(200);
  await expect(response).toBeHtml('Nobody has been here yet');
});

test('an entry is written, the answer leads back to the page', async () => {
  const response = await runScript('guestbook.js', { ...init, form: { name: 'Ada', text: 'Hello' } });
  expect(response).toRedirect('/guestbook.js');
  expect(response.written).toHaveLength(1);
});
