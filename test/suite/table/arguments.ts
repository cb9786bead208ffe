// A01 to A07: the words of an indexed query as arguments (RFC 3875 4.4).
import type { Case } from '../case.ts';

const WORDS: ReadonlyArray<readonly [id: string, query: string, words: readonly string[], what: string]> = [
  ['A01', 'foo+bar%20baz+q%26x', ['foo', 'bar baz', 'q&x'], 'words are decoded, no shell is in between'],
  ['A02', 'a=b+c', [], 'an equals sign makes it a form'],
  ['A03', 'a%3Db+c', ['a=b', 'c'], 'an encoded equals sign is part of a word'],
  ['A04', 'a++b+', ['a', '', 'b', ''], 'empty words are words'],
  ['A06', 'a?b', ['a?b'], 'a question mark is part of a word'],
  ['A07-dash', '-e+process.exit(1)', ['-e', 'process.exit(1)'], 'a dash in front is data'],
  ['A07-bad', 'good+%zz', [], 'one word that cannot be decoded means no words'],
  ['A07-many', 'x+'.repeat(300), [], 'too many words mean no words'],
];

export const ARGUMENTS: readonly Case[] = [
  ...WORDS.map(
    ([id, query, argv, what]): Case => ({
      id,
      what,
      group: 'open',
      request: { query },
      expect: { status: 200, shows: { argv }, env: { QUERY_STRING: query } },
    }),
  ),
  {
    id: 'A05',
    what: 'HEAD has words, POST has none',
    group: 'open',
    script: 'words.js',
    steps: [
      { query: 'a+b', method: 'HEAD', expect: { status: 200, headers: { 'X-Words': '["a","b"]' }, body: '' } },
      { query: 'a+b', method: 'POST', expect: { status: 200, headers: { 'X-Words': '[]' } } },
    ],
  },
  {
    id: 'A07',
    what: 'there are no words unless the host asked for them',
    request: { query: 'foo+bar' },
    expect: { status: 200, shows: { argv: [] } },
  },
];
