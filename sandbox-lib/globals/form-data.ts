// FormData. Inside the context. https://xhr.spec.whatwg.org/#interface-formdata
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { toInterface } from '../internal/web-class.ts';
import { type Blob, bytesOfBlob, File } from './blob.ts';

export type FormDataValue = string | File;
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

  constructor(form?: unknown) {
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
    for (const [name, value] of this) Reflect.apply(callback, self, [value, name, this]);
  }

  *entries(): Generator<[string, FormDataValue], undefined> {
    for (let i = 0; i < this.#list.length; i++) yield [...(this.#list[i] as [string, FormDataValue])]; // below the length
    return undefined;
  }

  *keys(): Generator<string, undefined> {
    for (const [name] of this.entries()) yield name;
    return undefined;
  }

  *values(): Generator<FormDataValue, undefined> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  declare [Symbol.iterator]: () => Generator<[string, FormDataValue], undefined>;

  [inspectCustom](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown: Record<string, unknown> = {};
    for (const name of new Set(this.keys())) {
      const all = this.getAll(name);
      shown[name] = all.length === 1 ? all[0] : all;
    }
    return `FormData ${inspect(shown, options)}`;
  }
}
toInterface(FormData);
Object.defineProperty(FormData.prototype, Symbol.iterator, {
  value: FormData.prototype.entries,
  writable: true,
  configurable: true,
});

export function isFormData(value: unknown): value is FormData {
  return value instanceof FormData;
}
