import assert from 'node:assert/strict';
import { Console as NodeConsole } from 'node:console';
import { EventEmitter } from 'node:events';
import test from 'node:test';
import { type ConsoleMethods, type ConsoleStream, createConsole } from '../../sandbox-lib/internal/console.ts';
import { Console } from '../../sandbox-lib/internal/console-class.ts';
import { formatTime } from '../../sandbox-lib/internal/console-methods.ts';
import { connectHost } from '../../sandbox-lib/internal/host.ts';
import { connectWarnings } from '../../sandbox-lib/internal/warning.ts';

connectHost(((name: string) => (name === 'clock' ? 5 : 0)) as never, '{}');

interface Recorder {
  readonly stdout: ConsoleStream;
  readonly stderr: ConsoleStream;
  text: string;
}

/** Two streams whose texts end up in one string, stderr marked. */
function record(): Recorder {
  const recorder: Recorder = { stdout: stream(''), stderr: stream('!'), text: '' };
  function stream(mark: string): ConsoleStream {
    const write = (text: string) => {
      recorder.text += mark + text;
      return true;
    };
    return Object.assign(new EventEmitter(), { write }) as unknown as ConsoleStream; // only write() is used
  }
  return recorder;
}

type Use = (console: ConsoleMethods) => void;

/** Everything that needs no clock, no stack and no warning. */
const USES: readonly Use[] = [
  (c) => c.log(),
  (c) => c.log('a', 'b', 1, null, { a: 1 }),
  (c) => c.log('%s is %d', 'x', 5, 'rest'),
  (c) => c.log('100%', 'x'),
  (c) => c.info('i'),
  (c) => c.debug('d'),
  (c) => c.warn('w', 1),
  (c) => c.error('e'),
  (c) => c.dir({ a: { b: { c: { d: 1 } } } }),
  (c) => c.dir({ a: { b: 1 } }, { depth: 0 }),
  (c) => c.dirxml({ a: 1 }, 'x'),
  (c) => c.assert(false),
  (c) => c.assert(0, '%s x', 1),
  (c) => c.assert(false, { a: 1 }, 2),
  (c) => c.assert(true, 'no'),
  (c) => c.count(),
  (c) => c.count('x'),
  (c) => c.count(undefined),
  (c) => c.count(null),
  (c) => c.countReset(),
  (c) => c.count(),
  (c) => c.group('a', 'b'),
  (c) => c.log('x\ny', { a: 1, b: ['z'.repeat(80)] }),
  (c) => c.groupCollapsed(),
  (c) => c.error('deep'),
  (c) => c.table([[1, 2]]),
  (c) => c.groupEnd(),
  (c) => c.groupEnd(),
  (c) => c.groupEnd(),
  (c) => c.log('out'),
  (c) => c.clear(),
  (c) => c.table(5),
  (c) => c.table(null),
  (c) => c.table([1, 'a', undefined]),
  (c) => c.table([{ a: 1, b: 'x' }, { a: 2, c: true }, 5]),
  (c) => c.table([{ a: 1, b: 'x' }, { a: 2 }], ['b', 'z']),
  (c) => c.table({ x: [1], y: { a: { b: {} } } }),
  (c) =>
    c.table(
      new Map<unknown, unknown>([
        ['a', 1],
        ['b', { x: 1 }],
      ]),
    ),
  (c) => c.table(new Set([1, 'z'])),
  (c) => c.table(new Map([[1, 2]]).entries()),
  (c) => c.table(new Map([[1, 2]]).keys()),
  (c) => c.table(new Set([1]).values()),
  (c) => c.table([]),
  (c) => c.table({}),
  (c) => c.table([['あ', '😀', 'é', 'e\u0301', '\u200b']]),
  (c) => c.table([{ a: { x: 1, y: 2, z: 3 } }, [[1, 2, 3, 4, 5]]]),
  (c) => c.table([() => 1, Symbol('s')]),
  (c) => c.table([{ b: 1 }, { 0: 2 }]),
  (c) => c.table([{ b: 1 }], ['z', 'b']),
  (c) => c.table([], ['z', 'b']),
  (c) => c.table([1], ['z']),
  (c) => c.table(new Map([[1, 2]]), ['z']),
];

test('Console writes what that of Node writes', () => {
  for (const options of [{}, { colorMode: true as const }, { groupIndentation: 3 }, { inspectOptions: { depth: 0 } }]) {
    const ours = record();
    const theirs = record();
    const our = new Console({ ...ours, ...options });
    const their = new NodeConsole({ ...(theirs as never as NodeJS.WritableStream), ...options } as never);
    for (const use of USES) {
      use(our);
      use(their as never);
      assert.equal(ours.text, theirs.text, String(use));
    }
  }
});

test('Console refuses what that of Node refuses, in the same words', () => {
  const stdout = { write: () => true };
  const wrong: readonly unknown[][] = [
    [],
    [{}],
    [null],
    [{ stdout, stderr: {} }],
    [stdout, {}],
    [{ stdout, colorMode: 5 }],
    [{ stdout, inspectOptions: 5 }],
    [{ stdout, inspectOptions: null }],
    [{ stdout, colorMode: true, inspectOptions: { colors: false } }],
    [{ stdout, groupIndentation: -1 }],
    [{ stdout, groupIndentation: 1.5 }],
    [{ stdout, groupIndentation: '2' }],
  ];
  const refusal = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      const { name, code, message } = error as NodeJS.ErrnoException;
      return { name, code, message };
    }
    return undefined;
  };
  for (const args of wrong) {
    const expected = refusal(() => Reflect.construct(NodeConsole, args));
    assert.notEqual(expected, undefined);
    assert.deepEqual(
      refusal(() => Reflect.construct(Console, args)),
      expected,
    );
  }
  assert.throws(() => new Console(stdout).table([], 'a' as never), { code: 'ERR_INVALID_ARG_TYPE' });
});

test('Console may be called without new, extended, and recognised', () => {
  const { stdout } = record();
  const made = (Console as unknown as (stream: ConsoleStream) => ConsoleMethods)(stdout);
  assert.ok(made instanceof Console);
  assert.ok(!({} instanceof Console));
  class Mine extends Console {
    override log = () => assert.fail('replaced by the bound one');
    hello() {
      return 'hello';
    }
  }
  Object.defineProperty(Mine.prototype, 'warn', { value: () => 'overridden', writable: true });
  const mine = new Mine(stdout);
  assert.equal(mine.hello(), 'hello');
  assert.equal((mine.warn as () => unknown)(), 'overridden');
});

test('the methods of the console work without it, are no constructors, and have their names', () => {
  const recorder = record();
  const made = createConsole(recorder);
  const { log, warn } = made;
  log('a');
  warn('b');
  assert.equal(recorder.text, 'a\n!b\n');
  for (const name of Object.keys(made) as (keyof ConsoleMethods)[]) {
    assert.equal(made[name].name, name);
    assert.throws(() => Reflect.construct(made[name], []), TypeError);
  }
  assert.equal(Object.prototype.toString.call(made), '[object console]');
});

test('the console looks for its streams when it writes first, and takes others', () => {
  let asked = 0;
  const recorder = record();
  const made = createConsole({
    get stdout() {
      asked++;
      return recorder.stdout;
    },
    stderr: recorder.stderr,
  });
  assert.equal(asked, 0);
  made.log('a');
  made.log('b');
  assert.equal(asked, 1);
  const other = record();
  (made as unknown as { _stdout: ConsoleStream })._stdout = other.stdout;
  made.log('c');
  assert.deepEqual([recorder.text, other.text], ['a\nb\n', 'c\n']);
});

test('a stream that fails does not stop the script, unless ignoreErrors is false', () => {
  const stdout = {
    write() {
      throw new Error('broken');
    },
  };
  new Console({ stdout }).log('x');
  assert.throws(() => new Console({ stdout, ignoreErrors: false }).log('x'), /broken/);
  const endless = { write: (): unknown => endless.write() };
  assert.throws(() => new Console(endless).log('x'), RangeError);
});

test('console.trace writes the stack from its caller on', () => {
  const recorder = record();
  createConsole(recorder).trace('at %s', 'x');
  assert.match(recorder.text, /^!Trace: at x\n {4}at .*console\.test\.ts/);
});

test('timers and counters warn of labels they do not have', () => {
  const warnings: unknown[] = [];
  connectWarnings((warning) => warnings.push(warning));
  const recorder = record();
  const made = createConsole(recorder);
  made.countReset('nix');
  made.timeEnd('nix');
  made.timeLog();
  made.time('t');
  made.time('t');
  made.timeLog('t', { a: 1 }, 2);
  made.timeEnd('t');
  assert.equal(recorder.text, 't: 0ms { a: 1 } 2\nt: 0ms\n');
  assert.deepEqual(warnings, [
    "Count for 'nix' does not exist",
    "No such label 'nix' for console.timeEnd()",
    "No such label 'default' for console.timeLog()",
    "Label 't' already exists for console.time()",
  ]);
});

test('formatTime() as Node shows times', () => {
  const table: readonly (readonly [ms: number, text: string])[] = [
    [0, '0ms'],
    [100.0096, '100.01ms'],
    [1500.04, '1.500s'],
    [1000.056, '1.000s'],
    [60300.3, '1:00.300 (m:ss.mmm)'],
    [4000457.4, '1:06:40.457 (h:mm:ss.mmm)'],
    [3601310.4, '1:00:01.310 (h:mm:ss.mmm)'],
    [3213601017.6, '892:40:01.018 (h:mm:ss.mmm)'],
  ];
  for (const [ms, text] of table) assert.equal(formatTime(ms), text);
});
