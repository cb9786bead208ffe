// What can be asked of a script's answer, each question with its sentence. Pure; assertions throw it, matchers return it.
import type { ScriptResult } from './result.ts';

/** The answer to a question; the sentence says what was expected and what was found. */
export interface Verdict {
  readonly pass: boolean;
  readonly sentence: string;
}

/** A text, or what it must match. */
export type Expected = string | RegExp;

export function hasStatus({ status, statusText }: Response, expected: number): Verdict {
  return {
    pass: status === expected,
    sentence: `Expected status ${expected}, got ${status}${statusText && ` ${statusText}`}`,
  };
}

/** Without a value: the field is there. */
export function hasHeader({ headers }: Response, name: string, expected?: Expected): Verdict {
  const value = headers.get(name);
  const wanted = expected === undefined ? 'a value' : show(expected);
  return {
    pass: value !== null && (expected === undefined || fits(value, expected)),
    sentence: `Expected header ${name} to be ${wanted}, got ${value === null ? 'none' : show(value)}`,
  };
}

/** A 3xx answer with a Location. */
export function isRedirect({ status, headers }: Response, location?: Expected): Verdict {
  const value = headers.get('location');
  const isOne = status >= 300 && status < 400 && value !== null;
  const wanted = location === undefined ? '' : ` to ${show(location)}`;
  return {
    pass: isOne && (location === undefined || fits(value, location)),
    sentence: `Expected a redirect${wanted}, got status ${status} and ${value === null ? 'no Location' : `Location ${show(value)}`}`,
  };
}

/** A cookie of the answer, by its value. */
export function hasCookie({ headers }: Response, name: string, expected?: Expected): Verdict {
  const line = headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  const value = line?.slice(name.length + 1).split(';')[0];
  return {
    pass: value !== undefined && (expected === undefined || fits(value, expected)),
    sentence: `Expected cookie ${name} to be ${expected === undefined ? 'set' : show(expected)}, got ${value === undefined ? 'none' : show(value)}`,
  };
}

/** The whole body, or a pattern in it. */
export function hasBody(body: string, expected: Expected): Verdict {
  return { pass: fits(body, expected), sentence: `Expected body ${show(expected)}, got ${show(body)}` };
}

/** An HTML page with these texts in it; tags, entities and white space apart. */
export function isHtml({ headers }: Response, body: string, ...texts: readonly Expected[]): Verdict {
  const type = headers.get('content-type') ?? 'none';
  if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    return { pass: false, sentence: `Expected an HTML page, got Content-Type ${type}` };
  }
  const seen = readable(body);
  const missing = texts.find((text) =>
    typeof text === 'string' ? !seen.includes(text.replace(/\s+/g, ' ').trim()) : !text.test(body),
  );
  return {
    pass: missing === undefined,
    sentence: missing === undefined ? 'Expected another page' : `Expected an HTML page with ${show(missing)}`,
  };
}

export function hasExitCode({ exitCode }: ScriptResult, expected: number): Verdict {
  return { pass: exitCode === expected, sentence: `Expected exit code ${expected}, got ${exitCode ?? 'none'}` };
}

export function hasStderr({ stderr }: ScriptResult, expected: Expected): Verdict {
  return { pass: fits(stderr, expected), sentence: `Expected stderr ${show(expected)}, got ${show(stderr)}` };
}

function fits(value: string, expected: Expected): boolean {
  return typeof expected === 'string' ? value === expected : expected.test(value);
}

const SHOWN = 200;

function show(text: Expected): string {
  if (typeof text !== 'string') return `to match ${text}`;
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
};

/** What a person would read. */
function readable(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/&#(x?)([\da-f]{1,6});/gi, (_entity, hex: string, digits: string) =>
      String.fromCodePoint(Math.min(Number.parseInt(digits, hex === '' ? 10 : 16) || 0xfffd, 0x10ffff)),
    )
    .replace(/\s+/g, ' ')
    .trim();
}
