// The limits node:buffer publishes. Inside the context. https://nodejs.org/api/buffer.html#buffer-constants

/** The longest Buffer node would make on a 64-bit machine; here the run's memory limit comes long before. */
export const kMaxLength = Number.MAX_SAFE_INTEGER;
/** The longest string V8 makes. */
export const kStringMaxLength = 0x1fffffe8;

let published = (): number => kMaxLength;

/** What node:buffer says, once there is one: a script may have changed it. */
export function publishedMaxLength(): number {
  return published();
}

export function publishMaxLength(read: () => number): void {
  published = read;
}
