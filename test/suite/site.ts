// The files that the table runs on: a fresh folder with the scripts of the suite, those that cases bring along, and what lies beside.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Case, fileOf } from './case.ts';

export interface Site {
  readonly folder: string;
  /** The scripts. */
  readonly root: string;
  /** Files beside them. */
  readonly public: string;
  /** Text in which '$ROOT' and '$PUBLIC' stand for these folders. */
  fill(text: string): string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** Files that are no scripts or must not be reached; a text in them shows when one leaks. */
export const SECRET = 'SOURCE-OF-A-SECRET';
const FILES: Readonly<Record<string, string>> = {
  'cgi-bin/.hidden.js': page(SECRET),
  'cgi-bin/.env': SECRET,
  'cgi-bin/node_modules/pkg/index.js': page(SECRET),
  'cgi-bin/notes.txt': SECRET,
  'cgi-bin/perl.cgi': `#!/usr/bin/perl\nprint "Content-Type: text/plain\\n\\n${SECRET}";\n`,
  'cgi-bin/node.cgi': page('from .cgi'),
  'cgi-bin/sub/index.js': page('index of sub'),
  'cgi-bin/sub/page.js': page('page of sub'),
  'cgi-bin/empty/readme.txt': SECRET,
  'cgi-bin/folder.js/inner.js': page('inner'),
  'cgi-bin/sp ace.js': page('space'),
  'cgi-bin/a.b.c.js': page('dots'),
  'cgi-bin/Upper.js': page('upper'),
  'cgi-bin/plain': page('no extension'),
  'outside/secret.js': page(SECRET),
  'public/static.txt': 'a static file\n',
};

const SCRIPTS = join(import.meta.dirname, 'scripts');

function page(text: string): string {
  return `#!/usr/bin/env node\nprocess.stdout.write('Content-Type: text/plain\\n\\n${text}\\n');\n`;
}

/** Makes the folder for the given cases. */
export function makeSite(cases: readonly Case[]): Site {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'freshcgi-suite-')));
  const root = join(folder, 'cgi-bin');
  cpSync(SCRIPTS, root, { recursive: true });
  for (const name of readdirSync(root)) chmodSync(join(root, name), 0o755);
  const put = (name: string, text: string | Uint8Array, mode = 0o755): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  for (const [name, text] of Object.entries(FILES)) put(name, text);
  put('cgi-bin/noexec.js', page('no execute bit'), 0o644);
  put('cgi-bin/unreadable.js', page(SECRET), 0o000);
  symlinkSync('../outside/secret.js', join(root, 'link-out.js'));
  symlinkSync('../outside', join(root, 'linked'));
  symlinkSync('sub/page.js', join(root, 'link-in.js'));
  for (const one of cases) {
    const source = sourceOf(one);
    if (source !== undefined) put(`cgi-bin/${fileOf(one)}`, source);
  }
  chmodSync(folder, 0o755);
  const fill = (text: string) => text.replaceAll('$ROOT', root).replaceAll('$PUBLIC', join(folder, 'public'));
  return {
    folder,
    root,
    public: join(folder, 'public'),
    fill,
    write(files) {
      for (const [name, text] of Object.entries(files)) put(`cgi-bin/${name}`, fill(text));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The script that a case brings along: its own code, or one that prints its bytes. Real servers run the same file. */
function sourceOf(one: Case): string | undefined {
  if (one.code !== undefined) return `#!/usr/bin/env node\n${one.code}\n`;
  if (one.output === undefined) return undefined;
  const bytes = Buffer.from(one.output, 'latin1').toString('base64');
  return `#!/usr/bin/env node\nprocess.stdout.write(Buffer.from('${bytes}', 'base64'));\n`;
}
