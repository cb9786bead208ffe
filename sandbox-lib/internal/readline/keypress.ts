// readline.emitKeypressEvents: 'keypress' events of a stream, for as long as somebody listens to them. Inside the context.
// https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface
import { SafeWeakMap } from '../safe-collections.ts';
import { StringDecoder } from '../string-decoder.ts';
import { clearTimeout, setTimeout } from '../timers.ts';
import { type Key, readKey } from './keys.ts';
import { ESCAPE_TIMEOUT } from './options.ts';

/** What of an emitter is used here. */
export interface KeySource {
  on(event: string, listener: (value: never) => void): unknown;
  removeListener(event: string, listener: (value: never) => void): unknown;
  listenerCount(event: string): number;
  emit(event: string, ...args: unknown[]): unknown;
}

/** What the interface that edits with the keys is told. */
export interface KeyReader {
  readonly escapeCodeTimeout?: number;
  /** Text that is pasted may hold tabs, which ask for no completion: only the last character of a chunk does. */
  isCompletionEnabled?: boolean;
}

const known = new SafeWeakMap<object, true>();

export function emitKeypressEvents(stream: KeySource, reader: KeyReader = {}): void {
  if (known.has(stream)) return;
  known.set(stream, true);
  const source = new KeypressSource(stream, reader);
  if (stream.listenerCount('keypress') > 0) source.listen();
  else source.wait();
}

class KeypressSource {
  readonly #stream: KeySource;
  readonly #reader: KeyReader;
  /** Stays with the stream: a character may be cut between two interfaces. */
  readonly #decoder = new StringDecoder('utf8');
  #begun: string[] = [];
  #timer: unknown;
  readonly #data = (chunk: unknown): void => this.#take(chunk);
  readonly #newListener = (event: unknown): void => {
    if (event !== 'keypress') return;
    this.#stream.removeListener('newListener', this.#newListener);
    this.listen();
  };

  constructor(stream: KeySource, reader: KeyReader) {
    this.#stream = stream;
    this.#reader = reader;
  }

  listen(): void {
    this.#stream.on('data', this.#data);
  }

  wait(): void {
    this.#stream.on('newListener', this.#newListener);
  }

  #take(chunk: unknown): void {
    if (this.#stream.listenerCount('keypress') === 0) {
      this.#stream.removeListener('data', this.#data);
      this.wait();
      return;
    }
    const characters = [...this.#decoder.write(chunk as string | Uint8Array)]; // what a stream gives
    if (characters.length === 0) return;
    clearTimeout(this.#timer as Parameters<typeof clearTimeout>[0]);
    const isPasted = characters.length > 1;
    if (isPasted) this.#reader.isCompletionEnabled = false;
    characters.forEach((character, index) => {
      if (index === characters.length - 1) this.#reader.isCompletionEnabled = true;
      this.#push(character);
    });
    if (this.#begun.length > 0 && characters.at(-1) === '\x1b') {
      this.#timer = setTimeout(() => this.#push(''), this.#reader.escapeCodeTimeout ?? ESCAPE_TIMEOUT);
    }
  }

  #push(character: string): void {
    if (character !== '') this.#begun.push(character);
    const key = readKey(this.#begun, character === '');
    if (key === undefined) return;
    const isEscaped = this.#begun[0] === '\x1b';
    const isSingle = this.#begun.length === 1;
    this.#begun = [];
    this.#emit(key, isEscaped, isSingle);
  }

  /** Unnamed characters are told as well, broken escape sequences are not. */
  #emit(key: Key, isEscaped: boolean, isSingle: boolean): void {
    if (key.sequence === '') return;
    if (key.name !== undefined || isEscaped) this.#stream.emit('keypress', isEscaped ? undefined : key.sequence, key);
    else if (isSingle) this.#stream.emit('keypress', key.sequence, key);
  }
}
