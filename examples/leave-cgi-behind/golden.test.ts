// The golden cases of the old script, against the two apps that follow it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { goldenCases } from 'freshcgi/testing';
import { createApp as stepOne } from './step-1.ts';
import { createApp as stepTwo } from './step-2.ts';

for (const [step, createApp] of Object.entries({ 'step 1': stepOne, 'step 2': stepTwo })) {
  for (const { name, check } of goldenCases(join(import.meta.dirname, 'cases'))) {
    test(`${step}: ${name}`, async (t) => {
      const data = mkdtempSync(join(tmpdir(), 'guestbook-'));
      t.after(() => rmSync(data, { recursive: true, force: true }));
      await check(() => createApp(data).fetch);
    });
  }
}
