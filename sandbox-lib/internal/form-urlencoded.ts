// application/x-www-form-urlencoded: names and values to text and back. Pure. Inside the context.
// https://url.spec.whatwg.org/#application/x-www-form-urlencoded
import { unescapeBuffer } from './querystring.ts';

const { encodeURIComponent: encodePercent, decodeURIComponent: decodePercent } = globalThis;
const ENCODED_BYTE = /%[0-9A-Fa-f]{2}/;
/** What encodeURIComponent writes in another way than a form does. */
const OTHERWISE = /[!'()~]|%20/g;

/** One name or value. */
export function decodeFormPart(part: string): string {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part;
  if (!ENCODED_BYTE.test(spaced)) return spaced;
  try {
    return decodePercent(spaced);
  } catch {
    return unescapeBuffer(spaced).toString();
  }
}

/** Names and values in turn; a leading '?' is skipped. */
export function parseForm(text: string): string[] {
  const list: string[] = [];
  const pairs = text.startsWith('?') ? text.slice(1) : text;
  if (pairs === '') return list;
  for (const pair of pairs.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    if (at < 0) list.push(decodeFormPart(pair), '');
    else list.push(decodeFormPart(pair.slice(0, at)), decodeFormPart(pair.slice(at + 1)));
  }
  return list;
}

function encodePart(part: string): string {
  return encodePercent(part).replace(OTHERWISE, (found) =>
    found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The opposite of `parseForm`, of well-formed text. */
export function serializeForm(list: readonly string[]): string {
  let text = '';
  for (let i = 0; i < list.length; i += 2) {
    text += `${i === 0 ? '' : '&'}${encodePart(list[i] as string)}=${encodePart(list[i + 1] as string)}`;
  }
  return text;
}
