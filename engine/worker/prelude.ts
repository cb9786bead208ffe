// What a test has run in the context before its script: a clock that stands still, say. Worker side.
import type { PreparedContext } from './isolate.ts';

/** The library is connected first: what the prelude changes may belong to it. It is our own caller's text and is not waited for in vain. */
export function runPrelude(prepared: PreparedContext, text: string): void {
  const { connection, context, enter } = prepared;
  prepared.connection = undefined;
  if (connection !== undefined) enter.applySync(undefined, ['watch', ...connection, 'forget']);
  context.evalSync(text);
}
