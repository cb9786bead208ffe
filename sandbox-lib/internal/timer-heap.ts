// A binary heap of timers by expiry, then by age, with removal from the middle: a cleared timer must not stay behind. Inside the context.

/** What the heap orders. `place` belongs to the heap; -1 means not in it. */
export interface HeapTimer {
  expiry: number;
  age: number;
  place: number;
}

export class TimerHeap<T extends HeapTimer> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  first(): T | undefined {
    return this.#heap[0];
  }

  add(timer: T): void {
    timer.place = this.#heap.length;
    this.#heap[timer.place] = timer;
    this.#rise(timer);
  }

  remove(timer: T): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.#heap[this.#heap.length - 1] as T; // a timer with a place is in the heap, so the heap is not empty
    this.#heap.length -= 1;
    if (last === timer) return;
    this.#heap[place] = last;
    last.place = place;
    this.#rise(last);
    this.#sink(last);
  }

  #rise(timer: T): void {
    while (timer.place > 0) {
      const parent = this.#heap[(timer.place - 1) >> 1] as T; // every place below the size is taken
      if (!before(timer, parent)) return;
      this.#swap(parent, timer);
    }
  }

  #sink(timer: T): void {
    for (;;) {
      const left = this.#heap[timer.place * 2 + 1];
      const right = this.#heap[timer.place * 2 + 2];
      const child = right !== undefined && left !== undefined && before(right, left) ? right : left;
      if (child === undefined || !before(child, timer)) return;
      this.#swap(timer, child);
    }
  }

  /** `upper` and `lower` change places. */
  #swap(upper: T, lower: T): void {
    const place = upper.place;
    upper.place = lower.place;
    lower.place = place;
    this.#heap[upper.place] = upper;
    this.#heap[lower.place] = lower;
  }
}

function before(a: HeapTimer, b: HeapTimer): boolean {
  return a.expiry < b.expiry || (a.expiry === b.expiry && a.age < b.age);
}
