// Readline of node:readline/promises: cursor movements that are written together. Inside the context.
// https://nodejs.org/api/readline.html#class-readlinepromisesreadline
import { nodeError } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { isWritableNodeStream } from '../streams/stream-kind.ts';
import { validateBoolean, validateInteger } from '../validators.ts';
import { CLEAR_TO_END, clearLineCode, cursorToCode, moveCursorCode } from './cursor.ts';

interface Target {
  write(text: string, callback?: () => void): boolean;
}

export class Readline {
  readonly #stream: Target;
  readonly #autoCommit: boolean;
  #text = '';

  constructor(stream: Target, options?: { autoCommit?: boolean }) {
    if (!isWritableNodeStream(stream)) throw nodeError('ERR_INVALID_ARG_TYPE', 'stream', 'Writable', stream);
    if (options?.autoCommit !== undefined) validateBoolean(options.autoCommit, 'options.autoCommit');
    this.#stream = stream;
    this.#autoCommit = options?.autoCommit ?? false;
  }

  cursorTo(x: number, y?: number): this {
    validateInteger(x, 'x');
    if (y !== undefined) validateInteger(y, 'y');
    return this.#add(cursorToCode(x, y));
  }

  moveCursor(dx: number, dy: number): this {
    if (!dx && !dy) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    return this.#add(moveCursorCode(dx, dy));
  }

  clearLine(direction: number): this {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(clearLineCode(direction));
  }

  clearScreenDown(): this {
    return this.#add(CLEAR_TO_END);
  }

  commit(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    return new Promise((resolve) => {
      this.#stream.write(text, resolve);
    });
  }

  rollback(): this {
    this.#text = '';
    return this;
  }

  #add(text: string): this {
    if (this.#autoCommit) nextTick(() => this.#stream.write(text));
    else this.#text += text;
    return this;
  }
}
