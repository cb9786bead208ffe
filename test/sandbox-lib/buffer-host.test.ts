// Buffer's encodings once more, with the worker's half of the bridge connected: long texts and bytes take the way of the host.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectEncodingHost } from './encoding-host.ts';

const calls = connectEncodingHost();
await import('./buffer-encodings.test.ts');
const { Buffer: Ours } = await import('../../sandbox-lib/internal/buffer.ts');

after(() => {
  for (const name of ['encodeText', 'decodeText', 'utf8Length', 'findBytes'])
    assert.ok((calls[name] ?? 0) > 10, `${name} was called`);
});

test('indexOf finds a long way off, across the windows that are searched at a time', () => {
  const SIZE = 300_000;
  const needle = '\r\n--boundary';
  // The first window ends about 16,384 bytes behind the 32 places that were looked at before.
  const nearTheFirst = Array.from({ length: 40 }, (_, i) => 16_670 + i);
  for (const at of [0, 5000, ...nearTheFirst, 81_900, 200_001, SIZE - needle.length, undefined]) {
    const text = '\r\n--bound!'.repeat(SIZE / 10); // begins like the needle again and again
    const ours = Ours.from(at === undefined ? text : text.slice(0, at) + needle + text.slice(at + needle.length));
    const node = Buffer.from(ours);
    for (const from of [0, 1, 5000, 16_384, at ?? 0, (at ?? 0) + 1]) {
      assert.equal(ours.indexOf(needle, from), node.indexOf(needle, from), `at ${at} from ${from}`);
    }
    assert.equal(ours.subarray(3, 250_000).indexOf(needle), node.subarray(3, 250_000).indexOf(needle), `view, ${at}`);
    const long = node.subarray(100, 100_100);
    assert.equal(ours.indexOf(long), node.indexOf(long), `a long needle, ${at}`);
    assert.equal(ours.indexOf(needle, 0, 81_905), node.indexOf(needle, 0, 81_905), `up to an end, ${at}`);
  }
});
