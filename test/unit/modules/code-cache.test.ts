import assert from 'node:assert/strict';
import { test } from 'node:test';
import ivm from 'isolated-vm';
import { CodeCache, type CodeKey } from '../../../engine/worker/code-cache.ts';
import { Compiler, type Unit } from '../../../engine/worker/compile.ts';

const KEY: CodeKey = { kind: 'script', filename: '/a.js', source: 'hash-1' };

function bytes(size = 4): Uint8Array {
  return new Uint8Array(size).fill(7);
}

test('CodeCache: code comes back for the very source it was made from', () => {
  const cache = new CodeCache();
  const code = bytes();
  cache.put(KEY, code);
  assert.equal(cache.take(KEY), code);
  assert.equal(cache.take({ ...KEY, source: 'hash-2' }), undefined, 'another text in the same file');
  assert.equal(cache.take({ ...KEY, filename: '/b.js' }), undefined, 'another file');
  assert.equal(cache.take({ ...KEY, kind: 'module' }), undefined, 'another kind');
});

test('CodeCache: damaged bytes are refused and forgotten', () => {
  const cache = new CodeCache();
  const code = bytes(1000);
  cache.put(KEY, code);
  code[500] = 8;
  assert.equal(cache.take(KEY), undefined);
  assert.equal(cache.size, 0);
  code[500] = 7;
  assert.equal(cache.take(KEY), undefined, 'not even if they are whole again');
});

test('CodeCache: the oldest code leaves when there is no room', () => {
  const cache = new CodeCache(10);
  for (const name of ['a', 'b', 'c']) cache.put({ ...KEY, filename: name }, bytes());
  assert.equal(cache.size, 8);
  assert.equal(cache.take({ ...KEY, filename: 'a' }), undefined);
  assert.ok(cache.take({ ...KEY, filename: 'c' }));
  cache.put({ ...KEY, filename: 'big' }, bytes(11));
  assert.equal(cache.size, 8, 'what is larger than all room is not taken');
});

function unit(text: string, hash: string | undefined = text): Unit {
  return { filename: '/unit.js', hash, before: '', text, after: '' };
}

function run(isolate: ivm.Isolate, script: ivm.Script): unknown {
  const context = isolate.createContextSync();
  try {
    return script.runSync(context);
  } finally {
    context.release();
  }
}

test('V8 takes the code of another source of the same length: why the key has a hash', () => {
  const [first, second] = [new ivm.Isolate(), new ivm.Isolate()];
  const made = first.compileScriptSync(`(() => 'one')()`, {
    filename: '/x.js',
    produceCachedData: true,
  }) as ivm.Script & ivm.CachedDataResult;
  const options = { filename: '/x.js', cachedData: made.cachedData as ivm.ExternalCopy<ArrayBuffer> };
  assert.equal(run(second, second.compileScriptSync(`(() => 'two')()`, options)), 'one', 'V8 runs the old code');
  first.dispose();
  second.dispose();
});

test('Compiler: an edit of the same length runs the new code, in this isolate and in the next', () => {
  for (const text of [`(() => 'one')()`, `(() => 'two')()`, `(() => 'one')()`]) {
    const isolate = new ivm.Isolate();
    const compiler = new Compiler(isolate);
    const wanted = text.includes('one') ? 'one' : 'two';
    assert.equal(run(isolate, compiler.script(unit(text))), wanted);
    compiler.saveCode(100);
    const other = text.replace(wanted, wanted === 'one' ? 'two' : 'one');
    assert.equal(run(isolate, compiler.script(unit(other))), wanted === 'one' ? 'two' : 'one');
    isolate.dispose();
  }
});

test('Compiler: code saved in one isolate is not compiled in the next', () => {
  const source = unit(`globalThis.f = function () { return 'never compiled before'; }; f()`);
  const [first, second, third] = [new ivm.Isolate(), new ivm.Isolate(), new ivm.Isolate()];
  const one = new Compiler(first);
  run(first, one.script(source));
  assert.equal(one.count, 1);
  run(first, one.script(source));
  assert.equal(one.count, 1, 'kept in the isolate');
  const two = new Compiler(second);
  two.script(source);
  assert.equal(two.count, 1, 'not saved yet');
  one.saveCode(100);
  const three = new Compiler(third);
  assert.equal(run(third, three.script(source)), 'never compiled before');
  assert.equal(three.count, 0);
  for (const isolate of [first, second, third]) isolate.dispose();
});

test('Compiler: text without a hash is compiled each time and kept nowhere', () => {
  const isolate = new ivm.Isolate();
  const compiler = new Compiler(isolate);
  const source = { ...unit('1 + 1'), hash: undefined };
  assert.notEqual(compiler.script(source), compiler.script(source));
  compiler.saveCode(100);
  isolate.dispose();
});
