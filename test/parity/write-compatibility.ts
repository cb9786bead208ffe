// npm run docs: writes docs/compatibility.md. Runs in node.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compatibility } from './compatibility.ts';

const folder = join(import.meta.dirname, '..', '..', 'docs');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'compatibility.md'), compatibility());
