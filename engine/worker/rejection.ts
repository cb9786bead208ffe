// What isolated-vm tells of an unhandled rejection: a copy of an error, a primitive, or that it was another object. Worker side.

const OBJECT = 'An object was thrown from supplied code within isolated-vm';

export type Reason = readonly [name: string, message: string, stack: string];

/** Name, message and stack for the library; without a name the reason was no Error and the message shows it. */
export function describeReason(reason: unknown): Reason {
  if (!(reason instanceof Error)) return ['', String(reason), ''];
  if (reason.message.startsWith(OBJECT)) return ['', '#<Object>', ''];
  return [reason.name, reason.message, withoutHost(reason.stack ?? '')];
}

/** isolated-vm puts the frames of this process behind those of the script: no script may read where we live. */
function withoutHost(stack: string): string {
  const boundary = stack.indexOf('\n    at (<isolated-vm boundary>)');
  return boundary < 0 ? stack : stack.slice(0, boundary);
}
