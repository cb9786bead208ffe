// The encodings Buffer knows and the names they go by. Inside the context. https://nodejs.org/api/buffer.html#buffers-and-character-encodings

export type Encoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'base64' | 'base64url' | 'hex';

/** The encoding behind a name in any case and any of its spellings; undefined for a name that is none. */
export function encodingOf(name: string): Encoding | undefined {
  return exactEncoding(name) ?? exactEncoding(name.toLowerCase());
}

/** As `encodingOf`; nothing and the empty name mean UTF-8. */
export function normalizeEncoding(name: unknown): Encoding | undefined {
  if (name === undefined || name === null || name === '') return 'utf8';
  return encodingOf(`${name}`);
}

function exactEncoding(name: string): Encoding | undefined {
  switch (name) {
    case 'utf8':
    case 'utf-8':
      return 'utf8';
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2':
      return 'utf16le';
    case 'latin1':
    case 'binary':
      return 'latin1';
    case 'base64':
    case 'base64url':
    case 'hex':
    case 'ascii':
      return name;
    default:
      return undefined;
  }
}
