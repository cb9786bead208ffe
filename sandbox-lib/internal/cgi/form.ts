// What a form brought: values by name, as text or as files. Inside the context.
import type { FormLimits } from './limits.ts';
import { overLimit } from './limits.ts';
import type { Upload } from './upload.ts';

export type FormValue = string | Upload;

export class Form {
  /** In the order they came in. */
  readonly #list: [name: string, value: FormValue][] = [];
  readonly #limits: FormLimits;
  #textBytes = 0;

  constructor(limits: FormLimits) {
    this.#limits = limits;
  }

  /** Adds a value, unless that is one too many. */
  append(name: string, value: FormValue): void {
    const { parameters, formBytes } = this.#limits;
    if (this.#list.length >= parameters) throw overLimit(this.#list.length + 1, 'parameters', parameters);
    this.#textBytes += name.length + (typeof value === 'string' ? value.length : 0);
    if (this.#textBytes > formBytes) throw overLimit(this.#textBytes, 'characters of text', formBytes);
    this.#list.push([name, value]);
  }

  get size(): number {
    return this.#list.length;
  }

  /** The first text of this name. */
  get(name: string): string | undefined {
    return this.getAll(name)[0];
  }

  getAll(name: string): string[] {
    return this.#list
      .filter(([key]) => key === name)
      .flatMap(([, value]) => (typeof value === 'string' ? [value] : []));
  }

  /** The first file of this name. A file field that was left empty has none. */
  file(name: string): Upload | undefined {
    return this.files(name)[0];
  }

  /** All files, or those of one name. */
  files(name?: string): Upload[] {
    return this.#list
      .filter(([key]) => name === undefined || key === name)
      .flatMap(([, value]) => (typeof value === 'string' ? [] : [value]));
  }

  has(name: string): boolean {
    return this.#list.some(([key]) => key === name);
  }

  names(): string[] {
    return [...new Set(this.#list.map(([name]) => name))];
  }

  [Symbol.iterator](): IterableIterator<[name: string, value: FormValue]> {
    return this.#list.values();
  }

  /** The first text of each name, in an object without prototype: no name can mean anything else. */
  toObject(): Record<string, string> {
    const object: Record<string, string> = { __proto__: null as never };
    for (const [name, value] of this.#list) {
      if (typeof value === 'string' && !Object.hasOwn(object, name)) {
        object[name] = value;
      }
    }
    return object;
  }
}
