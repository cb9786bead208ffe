// The log of an engine or a server as it grows, so that a test waits for a line and not for a time.

export class LogTail {
  #text = '';
  readonly #waiting = new Set<() => void>();

  append(text: string): void {
    this.#text += text;
    for (const look of [...this.#waiting]) look();
  }

  /** Forgets what was said so far. */
  clear(): void {
    this.#text = '';
  }

  get text(): string {
    return this.#text;
  }

  /** Resolves when the log has what the pattern asks for; rejects with the log after `ms`. */
  waitFor(pattern: RegExp, ms = 5000): Promise<void> {
    if (pattern.test(this.#text)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`Cannot find ${pattern} in the log:\n${this.#text || '(empty)'}`));
      }, ms);
      const look = () => {
        if (!pattern.test(this.#text)) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}
