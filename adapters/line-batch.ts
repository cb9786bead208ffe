// Lines that come within a few milliseconds of each other, written together: one system call for fifty. Parent process.

/** How long a line may wait for others. */
const TOGETHER_MS = 5;

/** Lines on their way to a stream. */
export interface LineBatch {
  /** A line after a pause is written at once; those of a busy server wait for each other. */
  add(line: string, now: number): void;
  /** Writes what still waits. */
  flush(): void;
}

export function createLineBatch(stream: { write(text: string): unknown }): LineBatch {
  let pending = '';
  let flushedAt = 0;
  function flush(): void {
    const text = pending;
    pending = '';
    flushedAt = Date.now();
    process.off('exit', flush);
    if (text !== '') stream.write(text);
  }
  function flushSoon(now: number): void {
    // What led to the end of the process is what its reader wants to know.
    process.once('exit', flush);
    if (now - flushedAt < TOGETHER_MS) setTimeout(flush, TOGETHER_MS);
    else setImmediate(flush);
  }
  return {
    add(line, now) {
      if (pending === '') flushSoon(now);
      pending += line;
    },
    flush,
  };
}
