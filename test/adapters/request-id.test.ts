import assert from 'node:assert/strict';
import { test } from 'node:test';

test('newRequestId: a name that begins with a letter or digit, so that grep takes it for no option', async () => {
  for (let i = 0; i < 300; i++) {
    const { newRequestId } = (await import(`../../adapters/request-id.ts?${i}`)) as { newRequestId(): string };
    assert.match(newRequestId(), /^[A-Za-z0-9]{8}-1$/);
  }
});
