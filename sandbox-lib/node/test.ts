// node:test. Inside the context. https://nodejs.org/api/test.html
import { refused } from '../internal/errors.ts';
import { MockTracker } from '../internal/mock-tracker.ts';
import {
  addHook,
  readArguments,
  suite as runSuite,
  test as runTest,
  type TestOptions,
} from '../internal/test-runner.ts';

type Arguments = [name?: unknown, options?: unknown, fn?: unknown];
type Run = (given: ReturnType<typeof readArguments>) => Promise<void>;

/** test() or suite() with the forms that set an option. */
function withForms(run: Run): (...given: Arguments) => Promise<void> {
  const form =
    (more: TestOptions) =>
    (...given: Arguments) => {
      const { name, options, fn } = readArguments(...given);
      return run({ name, options: { ...options, ...more }, fn });
    };
  return Object.assign(form({}), { skip: form({ skip: true }), todo: form({ todo: true }), only: form({}) });
}

function refuse(what: string): never {
  throw refused(`test.${what}`, 'a request is no test run', 'use the node command');
}

const suite = withForms(runSuite);
const test = withForms(runTest);

export default Object.assign(test, {
  test,
  it: test,
  suite,
  describe: suite,
  before: (fn: unknown) => addHook('before', fn),
  after: (fn: unknown) => addHook('after', fn),
  beforeEach: (fn: unknown) => addHook('beforeEach', fn),
  afterEach: (fn: unknown) => addHook('afterEach', fn),
  mock: new MockTracker(),
  run: () => refuse('run()'),
  getTestContext: () => undefined,
  expectFailure: () => refuse('expectFailure()'),
});
