// node:test in short: tests and suites run one after another, in order, and are told as TAP on stdout; a failure makes the exit code 1.
// Inside the context. https://nodejs.org/api/test.html
import assert from '../node/assert.ts';
import { inspect } from './inspect.ts';
import { nextTick } from './loop.ts';
import { MockTracker } from './mock-tracker.ts';
import { setExitCode } from './process-events.ts';
import { writeStdio } from './stdio.ts';
import { validateFunction } from './validators.ts';

export interface TestOptions {
  skip?: boolean | string;
  todo?: boolean | string;
}
type Body = (context: TestContext, done: (error?: unknown) => void) => unknown;
type Hook = 'before' | 'after' | 'beforeEach' | 'afterEach';

/** A suite, or the test that runs now with its subtests. */
class Scope {
  readonly hooks: Record<Hook, Body[]> = { before: [], after: [], beforeEach: [], afterEach: [] };
  readonly depth: number;
  /** What was added so far, one after another. */
  queue: Promise<void> = Promise.resolve();
  count = 0;
  failed = 0;
  started = false;

  constructor(depth: number) {
    this.depth = depth;
  }

  print(line: string): void {
    writeStdio(1, `${'    '.repeat(this.depth)}${line}\n`);
  }
}

/** What the function of a test is given. */
export class TestContext {
  readonly name: string;
  readonly #scope: Scope;
  #mock: MockTracker | undefined;
  skipped: string | undefined;

  constructor(name: string, scope: Scope) {
    this.name = name;
    this.#scope = scope;
  }

  get assert(): unknown {
    return assert;
  }

  /** Mocks that end with the test. */
  get mock(): MockTracker {
    this.#mock ??= new MockTracker();
    return this.#mock;
  }

  test(name?: unknown, options?: unknown, fn?: unknown): Promise<void> {
    return addTest(this.#scope, readArguments(name, options, fn));
  }

  skip(message = ''): void {
    this.skipped = `SKIP ${message}`;
  }

  /** For the runner: the test is over. */
  static end(context: TestContext): void {
    context.#mock?.reset();
  }

  todo(message = ''): void {
    this.skipped = `TODO ${message}`;
  }

  diagnostic(message: string): void {
    this.#scope.print(`# ${message}`);
  }

  after(fn: Body): void {
    addHook('after', fn, this.#scope);
  }
}

const root = new Scope(0);
/** The suite whose function runs now. */
let collecting = root;

interface Given {
  readonly name: string;
  readonly options: TestOptions;
  readonly fn: Body | undefined;
}

/** (name, options, fn), any of which may be left out. */
export function readArguments(...given: readonly unknown[]): Given {
  const fn = given.find((value) => typeof value === 'function') as Body | undefined;
  const name = typeof given[0] === 'string' ? given[0] : fn?.name || '<anonymous>';
  const options = given.find((value) => typeof value === 'object' && value !== null) as TestOptions | undefined;
  return { name, options: options ?? {}, fn };
}

export function test(given: Given): Promise<void> {
  return addTest(collecting, given);
}

/** A suite's function runs at once; what it adds runs in the suite's turn. */
export function suite({ name, options, fn }: Given): Promise<void> {
  const scope = new Scope(collecting.depth + 1);
  const outer = collecting;
  const turn = Promise.withResolvers<void>();
  scope.queue = turn.promise;
  let made: unknown;
  if (fn !== undefined && !options.skip) {
    collecting = scope;
    try {
      made = fn(new TestContext(name, scope), () => {});
    } finally {
      collecting = outer;
    }
  }
  const body: Body = async () => {
    turn.resolve();
    await made;
    await finish(scope);
  };
  return addTest(outer, { name, options, fn: fn === undefined ? undefined : body }, scope);
}

export function addHook(hook: Hook, fn: unknown, scope = collecting): void {
  validateFunction(fn, 'fn');
  scope.hooks[hook].push(fn as Body); // just checked
}

function addTest(scope: Scope, given: Given, own?: Scope): Promise<void> {
  if (scope === root && !root.started) start();
  const inner = own ?? new Scope(scope.depth + 1);
  const before = scope.queue;
  scope.queue = before.then(() => runTest(scope, inner, given, own !== undefined));
  return scope.queue;
}

/** The last line comes when nothing was added any more. */
function start(): void {
  root.started = true;
  nextTick(() => {
    void finish(root).then(() => root.print(`1..${root.count}`));
  });
}

async function finish(scope: Scope): Promise<void> {
  for (let seen: unknown; seen !== scope.queue; ) {
    seen = scope.queue;
    await seen;
  }
  for (const hook of scope.hooks.after) await call(hook, new TestContext('after', scope));
}

async function runTest(scope: Scope, inner: Scope, { name, options, fn }: Given, isSuite: boolean): Promise<void> {
  const number = ++scope.count;
  if (fn === undefined || options.skip) return scope.print(`ok ${number} - ${name} # SKIP`);
  const context = new TestContext(name, inner);
  try {
    if (number === 1) for (const hook of scope.hooks.before) await call(hook, context);
    for (const hook of scope.hooks.beforeEach) await call(hook, context);
    await call(fn, context);
    if (!isSuite) await finish(inner);
    for (const hook of scope.hooks.afterEach) await call(hook, context);
    if (inner.failed > 0) throw new Error(`${inner.failed} subtests failed`);
    scope.print(`ok ${number} - ${name}${context.skipped === undefined ? '' : ` # ${context.skipped}`}`);
  } catch (error) {
    scope.print(`not ok ${number} - ${name}${options.todo ? ' # TODO' : ''}`);
    if (options.todo) return;
    scope.failed++;
    setExitCode(1);
    writeStdio(2, `${name}: ${inspect(error)}\n`);
  } finally {
    TestContext.end(context);
  }
}

/** Calls with a callback what takes one. */
function call(fn: Body, context: TestContext): unknown {
  if (fn.length < 2) return fn(context, () => {});
  return new Promise<void>((resolve, reject) => {
    fn(context, (error) => (error ? reject(error) : resolve()));
  });
}
