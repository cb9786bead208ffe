// Under jest: NODE_OPTIONS=--experimental-vm-modules jest
import { join } from 'node:path';
import { assertStatus, runScript } from 'freshcgi/testing';
import { matchers } from 'freshcgi/testing/matchers';

expect.extend(matchers);

const data = join(import.meta.dirname, 'data');
const init = {
  root: join(import.meta.dirname, 'examples', 'cgi-bin'),
  allowWrite: [data],
  env: { GUESTBOOK_DIR: data },
};

test('an empty guestbook says so', async () => {
  const response = await runScript('guestbook.js', init);
  expect(response).toBeInstanceOf(Response);
  expect(response).toHaveStatus(200);
  await expect(response).toBeHtml('Nobody has been here yet');
});

test('an entry is written, and the answer leads back to the page', async () => {
  const response = await runScript('guestbook.js', { ...init, form: { name: 'Ada', text: 'Hello' } });
  expect(response).toRedirect('/guestbook.js');
  expect(response.written).toHaveLength(1);
});

test('a failed assertion shows what the script wrote', async () => {
  const response = await runScript({
    source: "console.error('why'); console.log('Content-Type: text/plain\\n\\nbody');",
  });
  expect(() => expect(response).toHaveStatus(404)).toThrow(/Expected status 404, got 200[\s\S]*why[\s\S]*body/);
  expect(() => expect(response).not.toHaveStatus(200)).toThrow(/Did not expect status 200/);
  expect(() => assertStatus(response, 404)).toThrow(/Expected status 404, got 200[\s\S]*why/);
  await expect(expect(response).toBeHtml('x')).rejects.toThrow(/Expected an HTML page, got Content-Type text\/plain/);
});
