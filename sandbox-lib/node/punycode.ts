// node:punycode, deprecated there too. Inside the context. https://nodejs.org/api/punycode.html
import { decodePunycode, encodePunycode, mapLabels, toCodePoints } from '../internal/bootstring.ts';
import { isCalledFromNodeModules } from '../internal/node-modules.ts';
import { emitWarning } from '../internal/warning.ts';

if (!isCalledFromNodeModules()) {
  const message = 'The `punycode` module is deprecated. Please use a userland alternative instead.';
  emitWarning(message, 'DeprecationWarning', 'DEP0040');
}

export const version = '2.1.0';

export const ucs2 = {
  decode: (text: string): number[] => toCodePoints(text),
  encode: (codePoints: readonly number[]): string => String.fromCodePoint(...codePoints),
};

export function decode(text: string): string {
  return decodePunycode(text);
}

export function encode(text: string): string {
  return encodePunycode(text);
}

export function toASCII(domain: string): string {
  return mapLabels(domain, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encodePunycode(label)}` : label));
}

export function toUnicode(domain: string): string {
  return mapLabels(domain, (label) =>
    label.startsWith('xn--') ? decodePunycode(label.slice(4).toLowerCase()) : label,
  );
}

export default { version, ucs2, decode, encode, toASCII, toUnicode };
