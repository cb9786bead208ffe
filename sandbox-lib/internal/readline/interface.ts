// readline.Interface over any stream: a script's input is the request body; with { terminal: true } the keys of a terminal edit the line.
// Inside the context.
// https://nodejs.org/api/readline.html#class-interfaceconstructor
import type { AbortSignal } from '../../globals/abort-controller.ts';
import { addAbortListener } from '../abort-listener.ts';
import { nodeError } from '../errors.ts';
import { EventEmitter, type EventEmitterConstructor } from '../event-emitter.ts';
import { firstArgument, on } from '../events-on.ts';
import { defineHidden } from '../primordials.ts';
import { StringDecoder } from '../string-decoder.ts';
import { textWidth } from '../text-width.ts';
import { validateAbortSignal, validateString } from '../validators.ts';
import { LineHistory } from './history.ts';
import { emitKeypressEvents, type KeySource } from './keypress.ts';
import type { Key } from './keys.ts';
import { LineEditor, type Position } from './line-editor.ts';
import {
  checkOptions,
  ESCAPE_TIMEOUT,
  type InputLike,
  type InterfaceOptions,
  type OutputLike,
  type QuestionOptions,
  toOptions,
} from './options.ts';

const LINE_END = /\r?\n|\r(?!\n)|\u2028|\u2029/g;
const MIN_CRLF_DELAY = 100;
const { now } = Date;
/** Lines the async iterator takes in advance. */
const LINES_AHEAD = 1024;

class InterfaceClass extends EventEmitter {
  line = '';
  /** Of the line a terminal edits. */
  cursor: number | undefined;
  readonly input: InputLike;
  readonly output: OutputLike | null | undefined;
  readonly terminal: boolean;
  isCompletionEnabled = true;
  readonly completer: unknown;
  readonly crlfDelay: number;
  readonly tabSize: number;
  readonly escapeCodeTimeout: number;
  history: unknown[];
  historyIndex = -1;
  removeHistoryDuplicates: boolean;
  historySize: number;
  closed = false;
  paused = false;
  #prompt: string;
  #promptBefore = '';
  #question: ((answer: string) => void) | undefined;
  readonly #decoder = new StringDecoder('utf8');
  /** The beginning of a line whose end has not come. */
  #begun: string | undefined;
  /** When a chunk ended in a carriage return: the line feed that belongs to it may begin the next one. */
  #returnAt = 0;
  #lines: AsyncIterableIterator<unknown> | undefined;
  readonly #editor: LineEditor | undefined;
  readonly #write = (code: string): void => void this.output?.write(code);

  constructor(input: InputLike | InterfaceOptions, output?: OutputLike, completer?: unknown, terminal?: boolean) {
    super();
    const options = toOptions(input, output, completer, terminal);
    checkOptions(options);
    this.input = options.input;
    this.output = options.output;
    this.completer = options.completer;
    this.history = (options.history as unknown[] | undefined) ?? []; // just checked
    this.historySize = (options.historySize as number | undefined) ?? 30; // as above
    this.tabSize = (options.tabSize as number | undefined) ?? 8; // as above
    this.escapeCodeTimeout = (options.escapeCodeTimeout as number | undefined) ?? ESCAPE_TIMEOUT; // as above
    this.crlfDelay = options.crlfDelay ? Math.max(MIN_CRLF_DELAY, options.crlfDelay) : MIN_CRLF_DELAY;
    this.#prompt = options.prompt === undefined ? '> ' : `${options.prompt}`;
    this.removeHistoryDuplicates = Boolean(options.removeHistoryDuplicates);
    this.terminal = Boolean(options.terminal ?? this.output?.isTTY);
    if (this.terminal) {
      const { history, historySize: size, removeHistoryDuplicates: removesDuplicates } = this;
      this.#editor = new LineEditor(this, new LineHistory({ history: history as string[], size, removesDuplicates }));
    }
    this.#listen(options.signal);
    this.input.resume();
  }

  get columns(): number {
    return this.output?.columns ?? Number.POSITIVE_INFINITY;
  }

  getPrompt(): string {
    return this.#prompt;
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
  }

  prompt(preserveCursor?: boolean): void {
    if (this.paused) this.resume();
    this.#refuseAfterClose();
    if (this.#editor === undefined) this._writeToOutput(this.#prompt);
    else {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    }
  }

  question(query: string, options: QuestionOptions | ((answer: string) => void), callback?: unknown): void {
    const answer = typeof options === 'function' ? options : callback;
    const signal = typeof options === 'function' ? undefined : options?.signal;
    if (signal !== undefined) {
      validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) return;
    }
    if (typeof answer === 'function') this._ask(query, answer as (answer: string) => void, signal);
  }

  /** Asks, and gives the next line to the callback; a question that is open already is only shown again. */
  _ask(query: string, callback: (answer: string) => void, signal?: AbortSignal): void {
    this.#refuseAfterClose();
    if (this.#question !== undefined) {
      this.prompt();
      return;
    }
    const abort = signal === undefined ? undefined : addAbortListener(signal, () => this.#cancelQuestion());
    this.#promptBefore = this.#prompt;
    this.setPrompt(query);
    this.#question = (answer) => {
      abort?.[Symbol.dispose]();
      callback(answer);
    };
    this.prompt();
  }

  close(): void {
    if (this.closed) return;
    this.pause();
    this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  }

  [Symbol.dispose](): void {
    this.close();
  }

  pause(): this {
    this.#refuseAfterClose();
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume(): this {
    this.#refuseAfterClose();
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  write(data: unknown, key?: unknown): void {
    this.#refuseAfterClose();
    if (this.paused) this.resume();
    if (this.#editor === undefined) this.#read(data);
    else this._ttyWrite(data, key as Partial<Key> | undefined);
  }

  getCursorPos(): Position {
    if (this.#editor !== undefined) return this.#editor.cursorPosition();
    return { cols: textWidth(this.#prompt + this.line.slice(0, this.cursor)), rows: 0 };
  }

  /** Scripts replace it to hide what is typed. */
  _writeToOutput(text: string): void {
    validateString(text, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(text);
  }

  /** One key, with the text it stands for. */
  _ttyWrite(text: unknown, key?: Partial<Key>): void {
    this.#editor?.press(text, key, this.#write);
  }

  _refreshLine(): void {
    this.#editor?.refresh(this.#write);
  }

  _insertString(text: string): void {
    this.#editor?.insert(text);
  }

  _moveCursor(distance: number): void {
    this.#editor?.move(distance, this.#write);
  }

  _line(): void {
    this.#editor?.enter(this.#write);
  }

  _onLine(line: string): void {
    this.#give(line);
  }

  clearLine(): void {
    this.#editor?.clear(this.#write);
  }

  _setRawMode(isRaw: boolean): void {
    if (this.terminal && typeof this.input.setRawMode === 'function') this.input.setRawMode(isRaw);
  }

  /** The lines from now on: one iterator for all who ask. */
  [Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
    this.#lines ??= on(this, 'line', { close: ['close'], highWaterMark: LINES_AHEAD, [firstArgument]: true });
    return this.#lines;
  }

  #listen(signal: AbortSignal | undefined): void {
    const { input } = this;
    input.on('error', (reason: unknown) => void this.emit('error', reason));
    if (this.#editor === undefined) this.#listenToLines();
    else this.#listenToKeys();
    if (signal === undefined) return;
    const abort = addAbortListener(signal, () => this.close());
    this.once('close', () => abort[Symbol.dispose]());
  }

  #listenToKeys(): void {
    const { input, output } = this;
    const press = (text: unknown, key?: Partial<Key>): void => this._ttyWrite(text, key);
    const end = (): void => {
      if (this.line !== '') this.emit('line', this.line);
      this.close();
    };
    const resize = (): void => this._refreshLine();
    emitKeypressEvents(input as unknown as KeySource, this);
    input.on('keypress', press as (value: never) => void);
    input.on('end', end);
    this._setRawMode(true);
    this.cursor = 0;
    output?.on?.('resize', resize);
    this.once('close', () => {
      input.removeListener('keypress', press as (value: never) => void);
      input.removeListener('end', end);
      output?.removeListener?.('resize', resize);
    });
  }

  #listenToLines(): void {
    const { input } = this;
    const data = (chunk: unknown): void => this.#read(chunk);
    const end = (): void => this.#end();
    input.on('data', data);
    input.on('end', end);
    this.once('close', () => {
      input.removeListener('data', data);
      input.removeListener('end', end);
    });
  }

  #read(chunk: unknown): void {
    if (chunk === undefined) return;
    let text = this.#decoder.write(chunk as string | Uint8Array); // what a stream gives
    const isSoonAfter = this.#returnAt > 0 && now() - this.#returnAt <= this.crlfDelay;
    if (isSoonAfter && text !== '') {
      if (text.startsWith('\n')) text = text.slice(1);
      this.#returnAt = 0;
    }
    LINE_END.lastIndex = 0;
    let end = LINE_END.exec(text);
    if (end === null) {
      if (text !== '') this.#begun = (this.#begun ?? '') + text;
      return;
    }
    this.#returnAt = text.endsWith('\r') ? now() : 0;
    const lines: string[] = [];
    let from = 0;
    for (; end !== null; end = LINE_END.exec(text)) {
      lines.push(text.slice(from, end.index));
      from = LINE_END.lastIndex;
    }
    lines[0] = (this.#begun ?? '') + lines[0];
    this.#begun = from < text.length ? text.slice(from) : undefined;
    for (const line of lines) this.#give(line);
  }

  #end(): void {
    const rest = (this.#begun ?? '') + this.#decoder.end();
    this.#begun = undefined;
    // As in node: a question is answered by whole lines only.
    if (rest !== '') this.emit('line', rest);
    this.close();
  }

  #give(line: string): void {
    const question = this.#takeQuestion();
    if (question === undefined) this.emit('line', line);
    else question(line);
  }

  #takeQuestion(): ((answer: string) => void) | undefined {
    const question = this.#question;
    if (question === undefined) return undefined;
    this.#question = undefined;
    this.setPrompt(this.#promptBefore);
    return question;
  }

  #cancelQuestion(): void {
    if (this.#takeQuestion() !== undefined) this._writeToOutput('\r\n');
  }

  #refuseAfterClose(): void {
    if (this.closed) throw nodeError('ERR_USE_AFTER_CLOSE', 'readline');
  }
}

type InterfaceArguments = ConstructorParameters<typeof InterfaceClass>;
export type Interface = InterfaceClass;
interface InterfaceConstructor {
  new (...args: InterfaceArguments): InterfaceClass;
  (...args: InterfaceArguments): InterfaceClass;
  readonly prototype: InterfaceClass;
}

/** Callable without `new`, as node's. */
function construct(...args: InterfaceArguments): InterfaceClass {
  return Reflect.construct(InterfaceClass, args, new.target ?? construct) as InterfaceClass;
}
construct.prototype = InterfaceClass.prototype;
Object.defineProperty(construct, 'name', { __proto__: null, value: 'Interface' });
defineHidden(InterfaceClass.prototype, 'constructor', construct);
Object.setPrototypeOf(construct, EventEmitter as EventEmitterConstructor);

export const Interface: InterfaceConstructor = construct as unknown as InterfaceConstructor; // with `new` it constructs, see above
