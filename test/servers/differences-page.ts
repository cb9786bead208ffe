// docs/differences.md out of the list that the real servers are held to. Run this file to write it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APACHE } from './differences-apache.ts';

export const PAGE = join(import.meta.dirname, '../../docs/differences.md');

const INTRODUCTION = `# Differences to Apache

What a script sees and what its client gets is the same as under Apache 2.4 with mod_cgi, except for the rows below. Each is on purpose.
\`npm run test:servers\` runs the cases of \`test/suite\` under both and fails at any difference that is not here, and at any row here
that does not occur.

| What | Apache | freshcgi | Why |
|---|---|---|---|
`;

/** The page as Markdown. */
export function differencesPage(): string {
  const rows = APACHE.map(({ what, theirs, ours, why }) => `| ${[what, theirs, ours, why].map(cell).join(' | ')} |\n`);
  return INTRODUCTION + rows.join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) writeFileSync(PAGE, differencesPage());
