// What worker_threads.markAs…() keeps: objects that must not be copied or moved. Inside the context.
// https://nodejs.org/api/worker_threads.html#workermarkasuntransferableobject
import { isPool } from './buffer-pool.ts';
import { SafeWeakMap } from './safe-collections.ts';
import { isArrayBuffer } from './views.ts';

const untransferable = new SafeWeakMap<object, true>();
const uncloneable = new SafeWeakMap<object, true>();

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

export function markAsUntransferable(object: unknown): void {
  if (isObject(object)) untransferable.set(object, true);
}

/** A pool of small Buffers is marked from its beginning. */
export function isMarkedAsUntransferable(object: unknown): boolean {
  if (!isObject(object)) return false;
  return untransferable.has(object) || (isArrayBuffer(object) && isPool(object));
}

export function markAsUncloneable(object: unknown): void {
  if (isObject(object)) uncloneable.set(object, true);
}

export function isMarkedAsUncloneable(object: object): boolean {
  return uncloneable.has(object);
}
