// The command line of an "indexed" query: GET /search.js?word+word. Parent process; RFC 3875 4.4. Off unless the host asks for it.

const MAX_WORDS = 256;
const MAX_WORD_BYTES = 4096;

/**
 * Splits a raw query into the words that go behind argv[1]. None when the method is not GET or HEAD, when an unencoded '='
 * makes it a form, or when any word cannot be decoded: then no word may be passed at all.
 */
export function buildArguments(query: string, method: string): string[] {
  if (query === '' || query.includes('=') || (method !== 'GET' && method !== 'HEAD')) return [];
  const words = query.split('+');
  if (words.length > MAX_WORDS) return [];
  const decoded: string[] = [];
  for (const word of words) {
    const text = decodeWord(word);
    if (text === undefined) return [];
    decoded.push(text);
  }
  return decoded;
}

function decodeWord(word: string): string | undefined {
  if (word.length > MAX_WORD_BYTES) return undefined;
  try {
    // Raw bytes above ASCII are UTF-8 on the wire as well: encoded first, one decoder judges them all.
    const text = decodeURIComponent(word.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
