// What a Request may be told beside its method, headers and body: kept and checked, since nothing is fetched. Inside the context.
// https://fetch.spec.whatwg.org/#requestinit
import { URL } from '../url.ts';

/** Members of a Request and their defaults. */
export const PLAIN = {
  destination: '',
  referrer: 'about:client',
  referrerPolicy: '',
  mode: 'cors',
  credentials: 'same-origin',
  cache: 'default',
  redirect: 'follow',
  integrity: '',
  keepalive: false,
};
export type Plain = { [K in keyof typeof PLAIN]: unknown };

const CHOICES: Readonly<Record<string, string>> = {
  referrerPolicy:
    ', no-referrer, no-referrer-when-downgrade, same-origin, origin, strict-origin, origin-when-cross-origin, strict-origin-when-cross-origin, unsafe-url',
  mode: 'navigate, same-origin, no-cors, cors',
  credentials: 'omit, same-origin, include',
  cache: 'default, no-store, reload, no-cache, force-cache, only-if-cached',
  redirect: 'follow, manual, error',
  duplex: 'half',
  priority: 'high, low, auto',
};

/** undici's own words, its missing prefix included. */
export function checkDictionary(init: unknown): void {
  if (init === null || init === undefined || typeof init === 'object' || typeof init === 'function') return;
  throw new TypeError(`undefined: Expected ${String(init)} to be one of: Null, Undefined, Object.`);
}

function checkChoices(given: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(CHOICES)) {
    if (given[name] === undefined) continue;
    const value = `${given[name]}`;
    const allowed = CHOICES[name] ?? '';
    if (!allowed.split(', ').includes(value)) {
      throw new TypeError(`undefined: ${value} is not an accepted type. Expected one of ${allowed}.`);
    }
  }
}

function readReferrer(value: unknown): string {
  if (`${value}` === '') return '';
  const url = URL.canParse(`${value}`) ? new URL(`${value}`) : undefined;
  if (url === undefined) throw new TypeError(`Referrer "${value}" is not a valid URL.`);
  return url.href;
}

/** The members of a Request made from these options, over those of the Request it is made from. */
export function readPlain(given: Readonly<Record<string, unknown>>, from: Plain | undefined, method: string): Plain {
  if ('window' in given && given['window'] !== null && given['window'] !== undefined) {
    throw new TypeError("'window' option 'client' must be null");
  }
  checkChoices(given);
  const plain: Plain = { ...PLAIN, ...from };
  for (const name of ['referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity'] as const) {
    if (given[name] !== undefined) plain[name] = `${given[name]}`;
  }
  if (given['referrer'] !== undefined) plain.referrer = readReferrer(given['referrer']);
  if (given['keepalive'] !== undefined) plain.keepalive = Boolean(given['keepalive']);
  if (given['mode'] !== undefined && plain.mode === 'navigate') {
    throw new TypeError('Request constructor: invalid request mode navigate.');
  }
  if (plain.cache === 'only-if-cached' && plain.mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  if (plain.mode === 'no-cors' && !/^(?:GET|HEAD|POST)$/.test(method)) {
    throw new TypeError(`'${method} is unsupported in no-cors mode.`);
  }
  return plain;
}
