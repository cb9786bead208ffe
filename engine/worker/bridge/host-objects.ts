// What the host keeps for one run between host calls: hashes, ciphers, zlib streams, by number. Worker side.

/** Objects of one run at the same time. */
const MAX_OBJECTS = 256;

interface Entry {
  readonly object: object;
  readonly weight: number;
  readonly release: (() => void) | undefined;
}

export class HostObjects {
  readonly #entries = new Map<unknown, Entry>();
  readonly #maxWeight: number;
  #weight = 0;
  #next = 1;

  /** `maxWeight`: bytes all objects together may take outside of the isolate. */
  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  /** Why an object of this weight cannot be kept; undefined if it can. */
  refusal(weight: number): Error | undefined {
    if (this.#entries.size >= MAX_OBJECTS) {
      return tooMuch(`${MAX_OBJECTS} hashes, ciphers and zlib streams are open`);
    }
    if (this.#weight + weight > this.#maxWeight) {
      return tooMuch(`they would take ${this.#weight + weight} bytes, more than the ${this.#maxWeight} of the run`);
    }
    return undefined;
  }

  /** The object's number. Ask for `refusal` first. */
  add(object: object, weight: number, release?: () => void): number {
    const id = this.#next++;
    this.#entries.set(id, { object, weight, release });
    this.#weight += weight;
    return id;
  }

  get(id: unknown): object | undefined {
    return this.#entries.get(id)?.object;
  }

  release(id: unknown): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#weight -= entry.weight;
    entry.release?.();
  }

  releaseAll(): void {
    for (const id of this.#entries.keys()) this.release(id);
  }
}

function tooMuch(reason: string): Error {
  const message = `Cannot keep one more object on the host: ${reason}`;
  return Object.assign(new Error(message), { code: 'ERR_SANDBOX_LIMIT' });
}
