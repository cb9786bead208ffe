// The source text of a failed assert(…) call, for its message. Inside the context.
import type { Method } from './assert-fail.ts';

/** `The expression evaluated to a falsy value: …`, or undefined where the source cannot be had. */
export function describeCall(_above: Method): string | undefined {
  return undefined;
}
