// FormData. Inside the context. https://xhr.spec.whatwg.org/#interface-formdata
import { makePairIterator, pairIteratorPrototype } from '../internal/fetch/pair-iterator.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { defineHidden } from '../internal/primordials.ts';
import { toInterface } from '../internal/web-class.ts';
import { type Blob, bytesOfBlob, File } from './blob.ts';

export type FormDataValue = string | File;
let iterators: object | undefined;
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

function need(count: number, given: number, method: string): void {
  if (given >= count) return;
  const what = count === 1 ? '1 argument' : `${count} arguments`;
  throw new TypeError(`FormData.${method}: ${what} required, but${given === 0 ? '' : ' only'} ${given} found.`);
}

/** What is kept of a value: text, or a File. */
function toValue(method: string, value: unknown, filename: unknown): FormDataValue {
  const bytes = bytesOfBlob(value);
  if (bytes === undefined) {
    if (filename === undefined) return `${value}`.toWellFormed();
    throw new TypeError(
      `FormData.${method}: Expected value ("${typeof value === 'string' ? `"${value}"` : inspect(value)}") to be an instance of Blob.`,
    );
  }
  if (value instanceof File && filename === undefined) return value;
  const name = filename === undefined ? (value instanceof File ? value.name : 'blob') : `${filename}`;
  const { type } = value as Blob; // it has bytes
  const modified = value instanceof File ? { lastModified: value.lastModified } : {};
  return new File([bytes], name, { type, ...modified });
}

export class FormData {
  #list: [name: string, value: FormDataValue][] = [];

  constructor(form: unknown = undefined) {
    if (form !== undefined) {
      throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    }
  }

  append(name: unknown, value: unknown, filename?: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a value
    need(2, arguments.length, 'append');
    this.#list.push([`${name}`.toWellFormed(), toValue('append', value, filename)]);
  }

  set(name: unknown, value: unknown, filename?: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a value
    need(2, arguments.length, 'set');
    const key = `${name}`.toWellFormed();
    const entry: [string, FormDataValue] = [key, toValue('set', value, filename)];
    const first = this.#list.findIndex(([other]) => other === key);
    if (first < 0) {
      this.#list.push(entry);
      return;
    }
    this.#list = this.#list.flatMap((other, index) => (index === first ? [entry] : other[0] === key ? [] : [other]));
  }

  delete(name: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'delete');
    const key = `${name}`.toWellFormed();
    this.#list = this.#list.filter(([other]) => other !== key);
  }

  get(name: unknown): FormDataValue | null {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'get');
    const key = `${name}`.toWellFormed();
    return this.#list.find(([other]) => other === key)?.[1] ?? null;
  }

  getAll(name: unknown): FormDataValue[] {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'getAll');
    const key = `${name}`.toWellFormed();
    return this.#list.filter(([other]) => other === key).map(([, value]) => value);
  }

  has(name: unknown): boolean {
    // biome-ignore lint/complexity/noArguments: undefined is a name
    need(1, arguments.length, 'has');
    const key = `${name}`.toWellFormed();
    return this.#list.some(([other]) => other === key);
  }

  forEach(callback: (value: FormDataValue, name: string, form: FormData) => void, self?: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is no function, which is another error
    need(1, arguments.length, 'forEach');
    if (typeof callback !== 'function') {
      throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
    }
    for (const [name, value] of this.#pairs()) Reflect.apply(callback, self, [value, name, this]);
  }

  *#pairs(): Generator<[string, FormDataValue], undefined> {
    for (let i = 0; i < this.#list.length; i++) yield [...(this.#list[i] as [string, FormDataValue])]; // below the length
    return undefined;
  }

  entries(): IterableIterator<[string, FormDataValue], undefined> {
    return iterate(this.#pairs());
  }

  keys(): IterableIterator<string, undefined> {
    return iterate(this.#pairs().map(([name]) => name) as Iterator<string, undefined>); // map() ends as its source does
  }

  values(): IterableIterator<FormDataValue, undefined> {
    return iterate(this.#pairs().map(([, value]) => value) as Iterator<FormDataValue, undefined>); // as above
  }

  declare [Symbol.iterator]: () => IterableIterator<[string, FormDataValue], undefined>;

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown: Record<string, unknown> = {};
    for (const name of new Set(this.#list.map(([key]) => key))) {
      const all = this.getAll(name);
      shown[name] = all.length === 1 ? all[0] : all;
    }
    return `FormData ${inspect(shown, options)}`;
  }
}
toInterface(FormData);
defineHidden(FormData.prototype, Symbol.iterator, FormData.prototype.entries);

function iterate<T>(source: Iterator<T, undefined>): IterableIterator<T, undefined> {
  iterators ??= pairIteratorPrototype('FormData');
  return makePairIterator(iterators, source);
}

export function isFormData(value: unknown): value is FormData {
  return value instanceof FormData;
}
