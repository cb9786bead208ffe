// The lines of before, as a terminal's up and down keys find them. Inside the context.

export interface HistoryOptions {
  readonly history: string[];
  readonly size: number;
  readonly removesDuplicates: boolean;
}

export class LineHistory {
  /** The newest first; the interface's own array, which scripts look at. */
  list: string[];
  index = -1;
  readonly #size: number;
  readonly #removesDuplicates: boolean;
  /** What the line began with when the search through the history did. */
  #search: string | undefined;

  constructor({ history, size, removesDuplicates }: HistoryOptions) {
    this.list = history;
    this.#size = size;
    this.#removesDuplicates = removesDuplicates;
  }

  /** Whether the list has changed. */
  add(line: string): boolean {
    if (line === '' || this.#size === 0 || line.trim() === '') return false;
    if (this.list[0] !== line) {
      const twin = this.#removesDuplicates ? this.list.indexOf(line) : -1;
      if (twin !== -1) this.list.splice(twin, 1);
      this.list.unshift(line);
      if (this.list.length > this.#size) this.list.pop();
    }
    this.index = -1;
    return true;
  }

  /** Called for each key: `before` is the text left of the cursor. */
  watch(isSearch: boolean, before: string): void {
    if (isSearch) this.#search ??= before;
    else if (this.#search !== undefined) {
      this.#search = undefined;
      if (this.list.length === this.index) this.index = -1;
    }
  }

  /** The next older line that begins as searched for, or what was searched for. */
  older(line: string): string | undefined {
    if (this.index >= this.list.length || this.list.length === 0) return undefined;
    const search = this.#search ?? '';
    let index = this.index + 1;
    while (index < this.list.length && this.#isPassed(index, search, line)) index++;
    this.index = index;
    return this.list[index] ?? search;
  }

  newer(line: string): string | undefined {
    if (this.index < 0) return undefined;
    const search = this.#search ?? '';
    let index = this.index - 1;
    while (index >= 0 && this.#isPassed(index, search, line)) index--;
    this.index = index;
    return this.list[index] ?? search;
  }

  #isPassed(index: number, search: string, line: string): boolean {
    const candidate = this.list[index] ?? '';
    return !candidate.startsWith(search) || candidate === line;
  }
}
