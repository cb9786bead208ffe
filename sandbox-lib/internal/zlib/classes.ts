// The classes of node:zlib, each made when it is first used. Inside the context.
import { makeClass, type ZlibConstructor } from './base.ts';
import type { KindName } from './kinds.ts';

const made: Partial<Record<KindName, ZlibConstructor>> = {};

export function classOf(kind: KindName): ZlibConstructor {
  const known = made[kind] ?? makeClass(kind);
  made[kind] = known;
  return known;
}
