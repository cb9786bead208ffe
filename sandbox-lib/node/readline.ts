// node:readline. Inside the context. https://nodejs.org/api/readline.html
import { AbortError } from '../internal/errors.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from '../internal/readline/cursor.ts';
import { Interface } from '../internal/readline/interface.ts';
import { emitKeypressEvents, type KeyReader, type KeySource } from '../internal/readline/keypress.ts';
import type { QuestionOptions } from '../internal/readline/options.ts';
import promises from './readline/promises.ts';

function createInterface(...args: ConstructorParameters<typeof Interface>): Interface {
  return new Interface(...args);
}

/** util.promisify(rl.question). */
function question(this: Interface, query: string, options: QuestionOptions = {}): Promise<string> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AbortError(undefined, { cause: signal?.reason }));
    if (signal?.aborted) {
      abort();
      return;
    }
    (
      signal as { addEventListener?: (type: string, listener: () => void, options: object) => void } | undefined
    )?.addEventListener?.('abort', abort, { once: true });
    this.question(query, options, resolve);
  });
}
Object.defineProperty(Interface.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  value: question,
});

const readline: Record<string, unknown> = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents: (stream: KeySource, reader?: KeyReader) => emitKeypressEvents(stream, reader),
  moveCursor,
  promises,
};
export default readline;
