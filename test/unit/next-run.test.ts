import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NextRun } from '../../engine/pool/next-run.ts';

const task = { key: '/a.js', queuedAt: 1 };

test('takeBack: only what was to begin before now, and only once', () => {
  const next = new NextRun<typeof task>();
  next.put(7, task, 100);
  assert.equal(next.takeBack(100), undefined);
  assert.equal(next.takeBack(100.1), task);
  assert.equal(next.takeBack(1e9), undefined);
  assert.equal(next.isWaiting, false);
});

test('take: from then on the run cannot be taken back', () => {
  const next = new NextRun<typeof task>();
  next.put(7, task, 100);
  assert.deepEqual(next.take(), { id: 7, key: '/a.js', until: 100, task });
  assert.equal(next.takeBack(1e9), undefined);
  assert.equal(next.take(), undefined);
});

test('isFree: not while one waits, nor before the worker has said that it left the one taken back alone', () => {
  const next = new NextRun<typeof task>();
  assert.ok(next.isFree);
  next.put(7, task, 100);
  assert.equal(next.isFree, false);
  next.takeBack(101);
  assert.equal(next.isFree, false);
  assert.equal(next.refused(7), undefined);
  assert.ok(next.isFree);
});

test('refused: gives back the run whose turn it was, once', () => {
  const next = new NextRun<typeof task>();
  next.put(7, task, 100);
  const waiting = next.take();
  assert.equal(next.refused(7), waiting);
  assert.throws(() => next.refused(7), /Cannot take run 7 back: it is not one that waited/);
});

test('refused: throws for a run that only waits, was never there, or was forgotten with its number', () => {
  const next = new NextRun<typeof task>();
  assert.throws(() => next.refused(1), /Cannot take run 1 back/);
  next.put(7, task, 100);
  assert.throws(() => next.refused(7), /Cannot take run 7 back/);
  assert.throws(() => next.refused(0), /Cannot take run 0 back/);
});

test('forget: the number still waits, the task does not', () => {
  const next = new NextRun<typeof task>();
  assert.equal(next.forget(task), false);
  next.put(7, task, 100);
  assert.equal(next.forget({ ...task }), false);
  assert.equal(next.forget(task), true);
  assert.equal(next.takeBack(101), undefined);
  assert.equal(next.isFree, false);
});
