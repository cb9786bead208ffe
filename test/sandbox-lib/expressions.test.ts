// Tables of expressions that come to the same in the sandbox and in node: the files in expressions/, each code to set up, a line `---`, and
// one expression per line. Lines that begin with # are comments.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compareWithNode } from './sandbox-oracle.ts';

const folder = join(import.meta.dirname, 'expressions');

for (const name of readdirSync(folder)) {
  test(`${name.replace('.txt', '')}: expressions come to what they come to in node`, async (t) => {
    const [setup = '', list = ''] = readFileSync(join(folder, name), 'utf8').split('\n---\n');
    await compareWithNode(
      t,
      setup,
      list.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')),
    );
  });
}
