// Assertions on a script's answer for node:test or any other runner: they throw node's AssertionError, with the script's stderr in it.
import { AssertionError, deepStrictEqual } from 'node:assert';
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
import { knownBody, type ScriptResult } from './result.ts';

/** The status is this one. */
export function assertStatus(response: Response, status: number): void {
  settle(assertStatus, response, hasStatus(response, status), response.status, status);
}

/** The field is there and, where a value is given, equal to it or matched by it. */
export function assertHeader(response: Response, name: string, value?: Expected): void {
  settle(assertHeader, response, hasHeader(response, name, value), response.headers.get(name), value);
}

/** The answer is a 3xx with a Location, this one if it is given. */
export function assertRedirect(response: Response, location?: Expected): void {
  settle(assertRedirect, response, isRedirect(response, location), response.headers.get('location'), location);
}

/** A Set-Cookie field sets this cookie, to this value if it is given. */
export function assertCookie(response: Response, name: string, value?: Expected): void {
  settle(assertCookie, response, hasCookie(response, name, value), response.headers.getSetCookie(), value);
}

/** The whole body is this text, or matches. The body can still be read afterwards. */
export function assertBody(response: Response, expected: Expected): Promise<void> {
  return withBody(response, (body) => settle(assertBody, response, hasBody(body, expected), body, expected));
}

/** The body is JSON and deeply equal to this value. */
export function assertJson(response: Response, expected: unknown): Promise<void> {
  return withBody(response, (body) => {
    try {
      deepStrictEqual(JSON.parse(body), expected);
    } catch (error) {
      const sentence = error instanceof SyntaxError ? `Expected JSON: ${error.message}` : String(error);
      settle(assertJson, response, { pass: false, sentence }, body, expected);
    }
  });
}

/** The answer is an HTML page in which each of these texts can be read, or whose source matches. */
export function assertHtml(response: Response, ...texts: readonly Expected[]): Promise<void> {
  return withBody(response, (body) => settle(assertHtml, response, isHtml(response, body, ...texts), body, texts));
}

/** Of a result at once: a test that forgets to await would have passed before the assertion fails. */
function withBody(response: Response, check: (body: string) => void): Promise<void> {
  const known = knownBody(response);
  if (known === undefined) return response.clone().text().then(check);
  check(known);
  return Promise.resolve();
}

/** The script ended with this exit code. */
export function assertExitCode(result: ScriptResult, exitCode: number): void {
  settle(assertExitCode, result, hasExitCode(result, exitCode), result.exitCode, exitCode);
}

/** What the script wrote to stderr is this text, or matches. */
export function assertStderr(result: ScriptResult, expected: Expected): void {
  settle(assertStderr, result, hasStderr(result, expected), result.stderr, expected);
}

function settle(
  caller: (...args: never[]) => unknown,
  shown: Shown,
  verdict: Verdict,
  actual: unknown,
  expected: unknown,
): void {
  if (verdict.pass) return;
  throw new AssertionError({
    message: failureMessage(verdict.sentence, shown),
    actual,
    expected,
    operator: caller.name,
    stackStartFn: caller,
  });
}
