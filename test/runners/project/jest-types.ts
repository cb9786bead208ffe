// The matchers as jest's expect() knows them, imported and global. Only looked at by the compiler.
import { expect as imported } from '@jest/globals';
import { runScript } from 'freshcgi/testing';
import { type CgiMatchers, matchers } from 'freshcgi/testing/matchers';

imported.extend(matchers);
expect.extend(matchers);

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T> extends CgiMatchers<R> {}
}
declare global {
  namespace jest {
    interface Matchers<R, T> extends CgiMatchers<R> {}
  }
}

const response = await runScript({ source: '' });
imported(response).toHaveStatus(200);
imported(response).not.toRedirect();
await imported(response).toBeHtml('one', /two/);
// @ts-expect-error a status is a number
imported(response).toHaveStatus('200');
expect(response).toHaveHeader('x-a', /b/);
expect(response).not.toHaveStderr('x');
// @ts-expect-error an exit code is a number
expect(response).toExitWith('0');
