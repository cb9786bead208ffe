// freshcgi/testing: runs a CGI script in a test and hands back a Response and all that is known of the run. No test framework inside.
export {
  assertBody,
  assertCookie,
  assertExitCode,
  assertHeader,
  assertHtml,
  assertJson,
  assertRedirect,
  assertStatus,
  assertStderr,
} from './testing/assert.ts';
export type { Expected } from './testing/checks.ts';
export { type Fetch, type GoldenTest, goldenCases } from './testing/golden-cases.ts';
export type { WrittenFile } from './testing/overlay.ts';
export type { TestFile, TestRequest } from './testing/request.ts';
export type { RunDetails, ScriptResult } from './testing/result.ts';
export { type RunInit, runScript } from './testing/run-script.ts';
