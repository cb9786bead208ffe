// The matchers as vitest's expect() knows them. Only looked at by the compiler.
import { runScript } from 'freshcgi/testing';
import { type CgiMatchers, matchers } from 'freshcgi/testing/matchers';
import { expect } from 'vitest';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CgiMatchers<R> {}
}

const response = await runScript({ source: '' });
expect(response).toHaveStatus(200);
expect(response).not.toRedirect();
expect(response).toSetCookie('sid', /^\w+$/);
await expect(response).toBeHtml('one', /two/);
await expect(response).toHaveBody('text');
expect(response).toExitWith(0);
// @ts-expect-error a status is a number
expect(response).toHaveStatus('200');
// @ts-expect-error a header has a name
expect(response).toHaveHeader();
// @ts-expect-error there is no such matcher
expect(response).toBeFast();
