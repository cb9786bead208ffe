// node:readline/promises. Inside the context. https://nodejs.org/api/readline.html#promises-api
import { addAbortListener } from '../../internal/abort-listener.ts';
import { AbortError } from '../../internal/errors.ts';
import { Readline } from '../../internal/readline/actions.ts';
import { Interface as CallbackInterface } from '../../internal/readline/interface.ts';
import type { QuestionOptions } from '../../internal/readline/options.ts';
import { validateAbortSignal } from '../../internal/validators.ts';

/** Without the callback form, which a subclass could not take away in TypeScript. */
const Base = CallbackInterface as unknown as new (
  ...args: ConstructorParameters<typeof CallbackInterface>
) => Omit<CallbackInterface, 'question'>;

class Interface extends Base {
  question(query: string, options: QuestionOptions = {}): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const { signal } = options;
      if (signal === undefined) {
        this._ask(query, resolve);
        return;
      }
      validateAbortSignal(signal, 'options.signal');
      const abort = (): void => reject(new AbortError(undefined, { cause: signal.reason }));
      if (signal.aborted) {
        abort();
        return;
      }
      const listener = addAbortListener(signal, abort);
      const answered = (answer: string): void => {
        listener[Symbol.dispose]();
        resolve(answer);
      };
      this._ask(query, answered, signal);
    });
  }
}

function createInterface(...args: ConstructorParameters<typeof CallbackInterface>): Interface {
  return new Interface(...args);
}

const readlinePromises: Record<string, unknown> = { Interface, Readline, createInterface };
export default readlinePromises;
