import nodeAssert from 'node:assert';
import test from 'node:test';
import ourAssert from '../../sandbox-lib/node/assert.ts';

type Assert = Record<string, (...args: unknown[]) => unknown>;
const ours = ourAssert as unknown as Assert;
const theirs = nodeAssert as unknown as Assert;

class Refused extends Error {}
class Other extends Error {
  override name = 'Other';
}
class Same extends Error {}
const sameName = { Same: class Same extends Error {} }.Same;

const own = Object.assign(new TypeError('Wrong value'), { code: 'E1', info: { nested: [1, 2] } });

/** What is thrown or rejected; the last one is nothing at all. */
const THROWN: readonly unknown[] = [
  own,
  new Refused('refused'),
  new Other('other'),
  new Same('same'),
  new Error(''),
  new Error('a\nb', { cause: 'c' }),
  'text',
  '',
  5,
  null,
  undefined,
  { message: 'plain', code: 1 },
];
const NOTHING = Symbol('nothing');

const EXPECTED: readonly unknown[][] = [
  [],
  ['message'],
  ['Wrong value'],
  ['text'],
  ['a', 'b'],
  [undefined],
  [undefined, 'message'],
  [null],
  [5],
  [/Wrong/],
  [/nope/],
  [/nope/, 'message'],
  [/nope/, own],
  [TypeError],
  [RangeError],
  [RangeError, 'message'],
  [RangeError, own],
  [Refused],
  [sameName],
  [class {}],
  [{ message: 'Wrong value' }],
  [{ message: 'nope' }],
  [{ message: 'nope' }, 'message'],
  [{ message: 'nope' }, own],
  [{ message: /Wrong/, code: 'E1' }],
  [{ message: /Wrong/, code: 'E2' }],
  [{ message: /nope/ }],
  [{ info: { nested: [1, 2] } }],
  [{ info: { nested: [1, 3] } }],
  [{ missing: undefined }],
  [{}],
  [new TypeError('Wrong value')],
  [new TypeError('nope')],
  [Object.assign(new TypeError('Wrong value'), { code: 'E2' })],
  [() => true],
  [() => false],
  [() => 5],
  [() => undefined, 'message'],
  [
    function named() {
      return false;
    },
  ],
  [
    () => {
      throw own;
    },
  ],
];

/** Everything of an error but where it happened: stacks name the frames of the assertion itself. */
function describe(error: unknown): unknown {
  if (!(error instanceof nodeAssert.AssertionError || error instanceof ourAssert.AssertionError)) return { error };
  const { name, message, code, generatedMessage, operator, actual, expected } = error;
  const text = message.replace(/\n {4}at [\s\S]*/, '');
  return { name, message: text, code, generatedMessage, operator, actual, expected };
}

function outcome(run: () => unknown): unknown {
  try {
    return { returned: run() };
  } catch (error) {
    return describe(error);
  }
}

function thrower(value: unknown): () => void {
  return () => {
    if (value !== NOTHING) throw value;
  };
}

for (const name of ['throws', 'doesNotThrow']) {
  test(`assert.${name} judges like Node, whatever is thrown and whatever was expected`, () => {
    for (const value of [...THROWN, NOTHING]) {
      for (const expected of EXPECTED) {
        nodeAssert.deepStrictEqual(
          outcome(() => ours[name]?.(thrower(value), ...expected)),
          outcome(() => theirs[name]?.(thrower(value), ...expected)),
          `${String(value)} ${String(expected)}`,
        );
      }
    }
    for (const wrong of [5, null, undefined, {}, Promise.resolve()]) {
      nodeAssert.throws(() => ours[name]?.(wrong), { code: 'ERR_INVALID_ARG_TYPE' });
    }
  });
}

async function settled(run: () => unknown): Promise<unknown> {
  try {
    return { resolved: await run() };
  } catch (error) {
    return describe(error);
  }
}

for (const name of ['rejects', 'doesNotReject']) {
  test(`assert.${name} judges like Node, whatever is rejected and whatever was expected`, async () => {
    for (const value of [...THROWN, NOTHING]) {
      for (const expected of EXPECTED) {
        const promise = () => (value === NOTHING ? Promise.resolve() : Promise.reject(value));
        for (const input of [promise, promise()]) {
          if (typeof input !== 'function') input.catch(() => undefined);
          nodeAssert.deepStrictEqual(
            await settled(() => ours[name]?.(input, ...expected)),
            await settled(() => theirs[name]?.(input, ...expected)),
            `${String(value)} ${String(expected)}`,
          );
        }
      }
    }
  });
}

test('assert.rejects takes what is nearly a promise, and says what is none', async () => {
  const thenable = {
    // biome-ignore lint/suspicious/noThenProperty: thenables are what is tested
    then(_: unknown, reject: (error: Error) => void) {
      reject(own);
    },
    catch() {},
  };
  const inputs: readonly unknown[] = [
    5,
    null,
    {},
    // biome-ignore lint/suspicious/noThenProperty: thenables are what is tested
    { then() {} },
    () => 5,
    () => undefined,
    () => {
      throw own;
    },
    () => thenable,
    thenable,
  ];
  const rows = inputs.map(async (input) => {
    const wanted = (await settled(() => theirs['rejects']?.(input))) as { error?: NodeJS.ErrnoException };
    const got = (await settled(() => ours['rejects']?.(input))) as { error?: NodeJS.ErrnoException };
    nodeAssert.strictEqual(got.error?.code, wanted.error?.code);
    nodeAssert.strictEqual(got.error?.message, wanted.error?.message);
  });
  await Promise.all(rows);
});
