// Buffer's encodings once more, with the worker's half of the bridge connected: long texts and bytes take the way of the host.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { connectEncodingHost } from './encoding-host.ts';

const calls = connectEncodingHost();
await import('./buffer-encodings.test.ts');

after(() => {
  for (const name of ['encodeText', 'decodeText', 'utf8Length'])
    assert.ok((calls[name] ?? 0) > 10, `${name} was called`);
});
