// util.MIMEType and MIMEParams: media types as the WHATWG parses them. Inside the context. https://mimesniff.spec.whatwg.org/
import { nodeError } from './errors.ts';

/** HTTP token code points. */
const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const NOT_QUOTED_STRING = /[^\t\x20-\x7e\x80-\xff]/;
const LEADING = /^[\t\n\r ]+/;
const TRAILING = /[\t\n\r ]+$/;

function refuse(production: string, text: string, index: number): never {
  throw nodeError('ERR_INVALID_MIME_SYNTAX', production, text, index);
}

/** Checks one part of a type, lower-cased by the caller. `whole` is what the message shows. */
function checkPart(production: string, part: string, whole: string): void {
  const wrong = part.search(NOT_TOKEN);
  if (part === '' || wrong !== -1) refuse(production, whole, wrong);
}

function splitType(text: string): [type: string, subtype: string, parameters: string] {
  const trimmed = text.replace(LEADING, '');
  const slash = trimmed.indexOf('/');
  const type = slash === -1 ? trimmed : trimmed.slice(0, slash);
  const typeError = type.search(NOT_TOKEN);
  if (type === '' || slash === -1 || typeError !== -1) refuse('type', text, typeError);
  const rest = trimmed.slice(slash + 1);
  const semicolon = rest.indexOf(';');
  const subtype = (semicolon === -1 ? rest : rest.slice(0, semicolon)).replace(TRAILING, '');
  checkPart('subtype', subtype, text);
  return [type.toLowerCase(), subtype.toLowerCase(), semicolon === -1 ? '' : rest.slice(semicolon + 1)];
}

/** The value at the start of the text, undefined where there is none to keep; and what follows its semicolon. */
function takeValue(text: string): [value: string | undefined, rest: string] {
  const semicolon = (from: number) => {
    const at = text.indexOf(';', from);
    return at === -1 ? text.length : at;
  };
  if (!text.startsWith('"')) {
    const end = semicolon(0);
    const value = text.slice(0, end).replace(TRAILING, '');
    return [value === '' ? undefined : value, text.slice(end + 1)];
  }
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)(\\?)/.exec(text) ?? ['"', '', ''];
  const value = `${(quoted[1] ?? '').replace(/\\([\s\S])/g, '$1')}${quoted[2]}`;
  return [value, text.slice(semicolon(quoted[0].length) + 1)];
}

let fill: (params: MIMEParams, text: string) => void;

export class MIMEParams {
  readonly #entries = new Map<string, string>();

  static {
    fill = (params, text) => {
      let rest = text;
      while (rest !== '') {
        rest = rest.replace(LEADING, '');
        const end = rest.search(/[;=]/);
        const name = (end === -1 ? rest : rest.slice(0, end)).toLowerCase();
        const hasValue = rest[end] === '=';
        rest = end === -1 ? '' : rest.slice(end + 1);
        if (!hasValue) continue;
        const [value, following] = takeValue(rest);
        rest = following;
        const isGood = name !== '' && !NOT_TOKEN.test(name) && value !== undefined && !NOT_QUOTED_STRING.test(value);
        if (isGood && !params.#entries.has(name)) params.#entries.set(name, value);
      }
    };
  }

  delete(name: string): void {
    this.#entries.delete(`${name}`.toLowerCase());
  }

  get(name: string): string | null {
    return this.#entries.get(`${name}`.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.#entries.has(`${name}`.toLowerCase());
  }

  set(name: string, value: string): void {
    const key = `${name}`;
    const text = `${value}`;
    checkPart('parameter name', key, key);
    const wrong = text.search(NOT_QUOTED_STRING);
    if (wrong !== -1) refuse('parameter value', text, wrong);
    this.#entries.set(key.toLowerCase(), text);
  }

  *entries(): Generator<[string, string]> {
    yield* this.#entries.entries();
  }

  *keys(): Generator<string> {
    yield* this.#entries.keys();
  }

  *values(): Generator<string> {
    yield* this.#entries.values();
  }

  toString(): string {
    const pairs: string[] = [];
    for (const [name, value] of this.#entries) {
      const isToken = value !== '' && !NOT_TOKEN.test(value);
      pairs.push(`${name}=${isToken ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`);
    }
    return pairs.join(';');
  }

  declare toJSON: () => string;
  declare [Symbol.iterator]: () => Generator<[string, string]>;
}

const hidden = { writable: true, configurable: true };
Object.defineProperties(MIMEParams.prototype, {
  [Symbol.iterator]: { __proto__: null, ...hidden, value: MIMEParams.prototype.entries },
  toJSON: { __proto__: null, ...hidden, value: MIMEParams.prototype.toString },
});

export class MIMEType {
  #type: string;
  #subtype: string;
  readonly #params = new MIMEParams();

  constructor(text: string) {
    const [type, subtype, parameters] = splitType(`${text}`);
    this.#type = type;
    this.#subtype = subtype;
    fill(this.#params, parameters);
  }

  /** The media type, or null where the constructor would throw. */
  static parse(text: string): MIMEType | null {
    try {
      return new MIMEType(text);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_INVALID_MIME_SYNTAX') return null;
      throw error;
    }
  }

  get type(): string {
    return this.#type;
  }
  set type(value: string) {
    checkPart('type', `${value}`, `${value}`);
    this.#type = `${value}`.toLowerCase();
  }

  get subtype(): string {
    return this.#subtype;
  }
  set subtype(value: string) {
    checkPart('subtype', `${value}`, `${value}`);
    this.#subtype = `${value}`.toLowerCase();
  }

  get essence(): string {
    return `${this.#type}/${this.#subtype}`;
  }

  get params(): MIMEParams {
    return this.#params;
  }

  toString(): string {
    const parameters = this.#params.toString();
    return parameters === '' ? this.essence : `${this.essence};${parameters}`;
  }

  declare toJSON: () => string;
}

Object.defineProperty(MIMEType.prototype, 'toJSON', { __proto__: null, ...hidden, value: MIMEType.prototype.toString });
