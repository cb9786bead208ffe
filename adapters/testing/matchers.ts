// freshcgi/testing/matchers: the same questions for expect.extend() of vitest and jest.
//   import { matchers, type CgiMatchers } from 'freshcgi/testing/matchers';
//   expect.extend(matchers);
//   vitest: declare module 'vitest' { interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends CgiMatchers<R> {} }
//   jest: declare module 'expect' { interface Matchers<R extends void | Promise<void>, T> extends CgiMatchers<R> {} }
import {
  type Expected,
  hasBody,
  hasCookie,
  hasExitCode,
  hasHeader,
  hasStatus,
  hasStderr,
  isHtml,
  isRedirect,
  type Verdict,
} from './checks.ts';
import { failureMessage, type Shown } from './failure-message.ts';
import type { ScriptResult } from './result.ts';

/** What the matchers add to `expect(response)`: to be merged into the runner's own type. */
export interface CgiMatchers<R = unknown> {
  toHaveStatus(status: number): R;
  toHaveHeader(name: string, value?: Expected): R;
  toRedirect(location?: Expected): R;
  toSetCookie(name: string, value?: Expected): R;
  toHaveBody(expected: Expected): Promise<R>;
  toBeHtml(...texts: readonly Expected[]): Promise<R>;
  toExitWith(exitCode: number): R;
  toHaveStderr(expected: Expected): R;
}

/** What a matcher hands to its runner. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** For `expect.extend(matchers)`. */
export const matchers = {
  toHaveStatus: (response: Response, status: number) => tell(response, hasStatus(response, status)),
  toHaveHeader: (response: Response, name: string, value?: Expected) =>
    tell(response, hasHeader(response, name, value)),
  toRedirect: (response: Response, location?: Expected) => tell(response, isRedirect(response, location)),
  toSetCookie: (response: Response, name: string, value?: Expected) => tell(response, hasCookie(response, name, value)),
  toHaveBody: async (response: Response, expected: Expected) =>
    tell(response, hasBody(await response.clone().text(), expected)),
  toBeHtml: async (response: Response, ...texts: readonly Expected[]) =>
    tell(response, isHtml(response, await response.clone().text(), ...texts)),
  toExitWith: (result: ScriptResult, exitCode: number) => tell(result, hasExitCode(result, exitCode)),
  toHaveStderr: (result: ScriptResult, expected: Expected) => tell(result, hasStderr(result, expected)),
};

/** The sentence is asked for where the verdict is not the one wanted: under `.not`, where it passes. */
function tell(shown: Shown, { pass, sentence }: Verdict): MatcherResult {
  return {
    pass,
    message: () => failureMessage(pass ? sentence.replace(/^Expected/, 'Did not expect') : sentence, shown),
  };
}
