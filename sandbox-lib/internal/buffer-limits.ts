// The limits node:buffer publishes. Inside the context. https://nodejs.org/api/buffer.html#buffer-constants

/** The longest Buffer node would make on a 64-bit machine; here the run's memory limit comes long before. */
export const kMaxLength = Number.MAX_SAFE_INTEGER;
/** The longest string V8 makes. */
export const kStringMaxLength = 0x1fffffe8;
