// Editing of a line with the keys of a terminal. Inside the context. https://nodejs.org/api/readline.html#tty-keybindings
import { inspect } from '../inspect.ts';
import { textWidth } from '../text-width.ts';
import { CLEAR_TO_END, cursorToCode, moveCursorCode } from './cursor.ts';
import type { LineHistory } from './history.ts';
import type { Key } from './keys.ts';
import { commonPrefix, firstLength, inColumns, lastLength, reverse, stripEscapes } from './line-text.ts';

type Completions = readonly [completions: readonly string[], on: string];
export type Completer = (line: string, callback?: (error: unknown, result?: Completions) => void) => unknown;

/** What the editor works on: the interface, whose members scripts read and replace. */
export interface Edited {
  line: string;
  cursor: number | undefined;
  historyIndex: number;
  readonly columns: number;
  readonly tabSize: number;
  readonly crlfDelay: number;
  readonly completer: unknown;
  readonly isCompletionEnabled: boolean;
  getPrompt(): string;
  _writeToOutput(text: string): void;
  _refreshLine(): void;
  _insertString(text: string): void;
  _onLine(line: string): void;
  emit(event: string, ...args: unknown[]): boolean;
  listenerCount(event: string): number;
  pause(): unknown;
  resume(): unknown;
  close(): void;
}

interface State {
  readonly text: string;
  readonly cursor: number;
}
export interface Position {
  cols: number;
  rows: number;
}

const { now } = Date;
const LINE_END = /\r?\n|\r(?!\n)|\u2028|\u2029/g;
const WORD_LEFT = /^\s*(?:[^\w\s]+|\w+)?/;
const WORD_RIGHT = /^(?:\s+|[^\w\s]+|\w+)\s*/;
const WORD_TO_DELETE = /^(?:\s+|\W+|\w+)\s*/;
const MAX_UNDO = 2048;
const MAX_KILLED = 32;
const REDO = '\x1e';
const UNDO = '\x1f';

export class LineEditor {
  readonly #of: Edited;
  readonly #history: LineHistory;
  #previousRows = 0;
  #previousKey: Partial<Key> | undefined;
  #returnAt = 0;
  #undo: State[] = [];
  #redo: State[] = [];
  readonly #killed: string[] = [];
  #killedAt = 0;
  #isYanking = false;

  constructor(of: Edited, history: LineHistory) {
    this.#of = of;
    this.#history = history;
  }

  /** Of a text on the screen. */
  positionOf(text: string): Position {
    const { columns, tabSize } = this.#of;
    let offset = 0;
    let rows = 0;
    for (const character of stripEscapes(text)) {
      if (character === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
        continue;
      }
      const width = character === '\t' ? tabSize - (offset % tabSize) : textWidth(character, false);
      if (width === 2 && (offset + 1) % columns === 0) offset++;
      offset += width;
    }
    const cols = offset % columns;
    return { cols, rows: rows + (offset - cols) / columns };
  }

  cursorPosition(): Position {
    return this.positionOf(this.#of.getPrompt() + this.#before());
  }

  /** Writes the prompt and the line anew. */
  refresh(write: (code: string) => void): void {
    const text = this.#of.getPrompt() + this.#of.line;
    const end = this.positionOf(text);
    const { cols, rows } = this.cursorPosition();
    if (this.#previousRows > 0) write(moveCursorCode(0, -this.#previousRows));
    write(cursorToCode(0));
    write(CLEAR_TO_END);
    this.#of._writeToOutput(text);
    if (end.cols === 0) this.#of._writeToOutput(' ');
    write(cursorToCode(cols));
    if (end.rows > rows) write(moveCursorCode(0, rows - end.rows));
    this.#previousRows = rows;
  }

  insert(text: string): void {
    const { line } = this.#of;
    this.#remember();
    const cursor = this.#cursor();
    const before = this.cursorPosition();
    this.#of.line = line.slice(0, cursor) + text + line.slice(cursor);
    this.#of.cursor = cursor + text.length;
    // Of what is pasted only the last character shows the line anew.
    const isShown = this.#of.isCompletionEnabled && (cursor < line.length || before.rows < this.cursorPosition().rows);
    if (isShown) this.#of._refreshLine();
    else this.#of._writeToOutput(text);
  }

  move(distance: number, write: (code: string) => void): void {
    if (distance === 0) return;
    const before = this.cursorPosition();
    this.#of.cursor = Math.min(Math.max(this.#cursor() + distance, 0), this.#of.line.length);
    const after = this.cursorPosition();
    if (before.rows !== after.rows) this.#of._refreshLine();
    else if (after.cols !== before.cols) write(moveCursorCode(after.cols - before.cols, 0));
  }

  /** The line is done: it goes into the history and to those who wait for it. */
  enter(write: (code: string) => void): void {
    const { line } = this.#of;
    if (this.#history.add(line)) this.#of.emit('history', this.#history.list);
    this.#undo = [];
    this.#redo = [];
    this.clear(write);
    this.#of._onLine(line);
  }

  clear(write: (code: string) => void): void {
    this.move(Number.POSITIVE_INFINITY, write);
    this.#of._writeToOutput('\r\n');
    this.#of.line = '';
    this.#of.cursor = 0;
    this.#previousRows = 0;
  }

  press(text: unknown, given: Partial<Key> | undefined, write: (code: string) => void): void {
    const key = given ?? {};
    const previous = this.#previousKey;
    this.#previousKey = key;
    if (!key.meta || key.name !== 'y') this.#isYanking = false;
    const isPlain = !key.ctrl && !key.meta && !key.shift;
    this.#history.watch(isPlain && (key.name === 'up' || key.name === 'down'), this.#before());
    const first = key.sequence?.[0];
    if (first === UNDO) this.#swap(this.#undo, this.#redo);
    else if (first === REDO) this.#swap(this.#redo, this.#undo);
    else if (key.name === 'escape') return;
    else if (key.ctrl && key.shift) this.#pressCtrlShift(key.name);
    else if (key.ctrl) this.#pressCtrl(key.name, write);
    else if (key.meta) this.#pressMeta(key.name, write);
    else this.#pressPlain(text, key.name, previous?.name === 'tab', write);
  }

  #pressCtrlShift(name: string | undefined): void {
    if (name === 'backspace') this.#deleteLineLeft();
    else if (name === 'delete') this.#deleteLineRight();
  }

  #pressCtrl(name: string | undefined, write: (code: string) => void): void {
    const { line } = this.#of;
    switch (name) {
      case 'c':
        if (!this.#of.emit('SIGINT')) this.#of.close();
        return;
      case 'd':
        if (line === '') this.#of.close();
        else this.#deleteRight();
        return;
      case 'l':
        write(cursorToCode(0, 0));
        write(CLEAR_TO_END);
        this.#of._refreshLine();
        return;
      case 'h':
        return this.#deleteLeft();
      case 'u':
        return this.#deleteLineLeft();
      case 'k':
        return this.#deleteLineRight();
      case 'a':
        return this.move(Number.NEGATIVE_INFINITY, write);
      case 'e':
        return this.move(Number.POSITIVE_INFINITY, write);
      case 'b':
        return this.move(-lastLength(this.#before()), write);
      case 'f':
        return this.move(firstLength(this.#after()), write);
      case 'n':
        return this.#show(this.#history.newer(line));
      case 'p':
        return this.#show(this.#history.older(line));
      case 'w':
      case 'backspace':
        return this.#deleteWordLeft();
      case 'delete':
        return this.#deleteWordRight();
      case 'left':
        return this.#wordLeft(write);
      case 'right':
        return this.#wordRight(write);
      case 'y':
        return this.#yank();
    }
  }

  #pressMeta(name: string | undefined, write: (code: string) => void): void {
    if (name === 'b') this.#wordLeft(write);
    else if (name === 'f') this.#wordRight(write);
    else if (name === 'd' || name === 'delete') this.#deleteWordRight();
    else if (name === 'backspace') this.#deleteWordLeft();
    else if (name === 'y') this.#yankOlder();
  }

  #pressPlain(text: unknown, name: string | undefined, wasTab: boolean, write: (code: string) => void): void {
    const sinceReturn = now() - this.#returnAt;
    const wasReturn = this.#returnAt !== 0 && sinceReturn <= this.#of.crlfDelay;
    if (name !== 'return') this.#returnAt = 0;
    switch (name) {
      case 'return':
        this.#returnAt = now();
        return this.enter(write);
      case 'enter':
        return wasReturn ? undefined : this.enter(write);
      case 'backspace':
        return this.#deleteLeft();
      case 'delete':
        return this.#deleteRight();
      case 'left':
        return this.move(-lastLength(this.#before()), write);
      case 'right':
        return this.move(firstLength(this.#after()), write);
      case 'home':
        return this.move(Number.NEGATIVE_INFINITY, write);
      case 'end':
        return this.move(Number.POSITIVE_INFINITY, write);
      case 'up':
        return this.#show(this.#history.older(this.#of.line));
      case 'down':
        return this.#show(this.#history.newer(this.#of.line));
    }
    if (name === 'tab' && typeof this.#of.completer === 'function' && this.#of.isCompletionEnabled) {
      this.#complete(wasTab);
    } else if (typeof text === 'string' && text !== '') this.#type(text, write);
  }

  /** Text of several lines is typed a line at a time. */
  #type(text: string, write: (code: string) => void): void {
    const parts = text.split(LINE_END);
    parts.forEach((part, index) => {
      if (index > 0) this.enter(write);
      if (index === 0 || index < parts.length - 1 || part !== '') this.#of._insertString(part);
    });
  }

  #complete(wasTab: boolean): void {
    const completer = this.#of.completer as Completer; // just checked
    this.#of.pause();
    const done = (error: unknown, result?: Completions): void => {
      this.#of.resume();
      if (error) this.#of._writeToOutput(`Tab completion error: ${inspect(error)}`);
      else if (result !== undefined) this.#offer(result, wasTab);
    };
    if (completer.length === 2) completer(this.#before(), done);
    else {
      Promise.resolve(completer(this.#before())).then(
        (result) => done(undefined, result as Completions), // as a completer answers
        (error: unknown) => done(error),
      );
    }
  }

  /** What all have in common is typed; a second tab shows them. */
  #offer([completions, on]: Completions, wasTab: boolean): void {
    if (!completions?.length) return;
    const common = commonPrefix(completions.filter((completion) => completion !== ''));
    const cursor = this.#cursor();
    if (common.startsWith(on) && common.length > on.length) {
      this.#of._insertString(common.slice(on.length));
    } else if (!on.startsWith(common)) {
      const from = cursor - on.length;
      this.#set(this.#of.line.slice(0, from) + common + this.#after(), from + common.length);
    } else if (wasTab) {
      this.#remember();
      this.#of._writeToOutput(inColumns(completions, this.#of.columns));
      this.#of._refreshLine();
    }
  }

  #cursor(): number {
    return this.#of.cursor ?? 0;
  }

  #before(): string {
    return this.#of.line.slice(0, this.#cursor());
  }

  #after(): string {
    return this.#of.line.slice(this.#cursor());
  }

  #set(line: string, cursor: number): void {
    this.#of.line = line;
    this.#of.cursor = cursor;
    this.#of._refreshLine();
  }

  #show(line: string | undefined): void {
    if (line === undefined) return;
    this.#remember();
    this.#of.historyIndex = this.#history.index;
    this.#set(line, line.length);
  }

  #remember(): void {
    if (this.#undo.push({ text: this.#of.line, cursor: this.#cursor() }) > MAX_UNDO) this.#undo.shift();
  }

  #swap(from: State[], to: State[]): void {
    const state = from.pop();
    if (state === undefined) return;
    to.push({ text: this.#of.line, cursor: this.#cursor() });
    this.#set(state.text, state.cursor);
  }

  #wordLeft(write: (code: string) => void): void {
    const [word] = WORD_LEFT.exec(reverse(this.#before())) as RegExpExecArray; // it matches nothing, too
    this.move(-word.length, write);
  }

  #wordRight(write: (code: string) => void): void {
    this.move(WORD_RIGHT.exec(this.#after())?.[0].length ?? 0, write);
  }

  #deleteLeft(): void {
    const before = this.#before();
    if (before === '') return;
    this.#remember();
    const rest = before.slice(0, before.length - lastLength(before));
    this.#set(rest + this.#after(), rest.length);
  }

  #deleteRight(): void {
    const after = this.#after();
    if (after === '') return;
    this.#remember();
    this.#set(this.#before() + after.slice(firstLength(after)), this.#cursor());
  }

  #deleteWordLeft(): void {
    const before = this.#before();
    if (before === '') return;
    this.#remember();
    const [word] = WORD_LEFT.exec(reverse(before)) as RegExpExecArray; // as above
    const rest = before.slice(0, before.length - word.length);
    this.#set(rest + this.#after(), rest.length);
  }

  #deleteWordRight(): void {
    const after = this.#after();
    if (after === '') return;
    this.#remember();
    this.#set(this.#before() + after.slice(WORD_TO_DELETE.exec(after)?.[0].length ?? 0), this.#cursor());
  }

  #deleteLineLeft(): void {
    this.#remember();
    this.#kill(this.#before());
    this.#set(this.#after(), 0);
  }

  #deleteLineRight(): void {
    this.#remember();
    this.#kill(this.#after());
    this.#set(this.#before(), this.#cursor());
  }

  #kill(text: string): void {
    if (text === '' || text === this.#killed[0]) return;
    this.#killed.unshift(text);
    this.#killedAt = 0;
    if (this.#killed.length > MAX_KILLED) this.#killed.pop();
  }

  #yank(): void {
    const text = this.#killed[this.#killedAt];
    if (text === undefined) return;
    this.#isYanking = true;
    this.#of._insertString(text);
  }

  /** Puts what was killed before in the place of what was just put there. */
  #yankOlder(): void {
    if (!this.#isYanking || this.#killed.length < 2) return;
    const last = this.#killed[this.#killedAt] ?? '';
    this.#killedAt = (this.#killedAt + 1) % this.#killed.length;
    const head = this.#before().slice(0, this.#cursor() - last.length) + (this.#killed[this.#killedAt] ?? '');
    this.#set(head + this.#after(), head.length);
  }
}
