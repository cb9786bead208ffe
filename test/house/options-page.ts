// docs/options.md out of what the sources say of each option. Run this file to write it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../adapters/cli/options.ts';
import { ROOT } from './sources.ts';

export const PAGE = join(ROOT, 'docs', 'options.md');

interface Option {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly standard: string;
}

const INTRODUCTION = `# Options

Everything that can be set from JavaScript, as the types say it; times are in milliseconds, sizes in bytes unless a row says otherwise. The
command line has fewer options, and its own units: \`freshcgi serve --help\`. A name that is not known and a value that does not fit are refused
with a \`BAD_OPTION\` that says which. This page is written by \`npm run docs\`, and a test holds it to the sources.
`;

/** The page as Markdown. */
export function optionsPage(): string {
  const flagged = (option: Option): readonly string[] => [...cells(option), flagOf(option.name)];
  return [
    INTRODUCTION,
    section(
      'createEngine(options)',
      'Of an engine, and as well of `cgi()`. The last column is how `freshcgi serve` calls it, which starts one worker per core.',
    ),
    table(['option', 'type', 'default', '', '`serve`'], optionsOf('engine/options.ts', 'EngineOptions').map(flagged)),
    section(
      'cgi(options)',
      "Of `freshcgi/hono`, beside those above. `connection: (c) => ({ auth: { type: 'Basic', user: c.get('user') } })` makes AUTH_TYPE and REMOTE_USER.",
    ),
    table(HEAD, optionsOf('adapters/hono.ts', 'CgiOptions').map(cells)),
    section(
      'serveNode(app, options)',
      'Of `freshcgi/node`: any app with a `fetch` over HTTP, as `freshcgi serve` does it.',
    ),
    table(HEAD, optionsOf('adapters/node.ts', 'NodeServerOptions').map(cells)),
    section(
      'handle(engine, request, options)',
      'Of `freshcgi/http`, for other servers that speak `Request` and `Response`.',
    ),
    table(HEAD, optionsOf('adapters/http.ts', 'HandleOptions').map(cells)),
    section('serveFiles(options)', 'Of `freshcgi/static`: a handler for files.'),
    table(HEAD, optionsOf('adapters/static.ts', 'StaticOptions').map(cells)),
    section('runScript(script, init)', 'Of `freshcgi/testing`: a request, and the limits and grants of an engine.'),
    table(HEAD, [
      ...optionsOf('adapters/testing/request.ts', 'TestRequest').map(cells),
      ...optionsOf('adapters/testing/run-script.ts', 'RunInit').map(cells),
    ]),
  ].join('\n');
}

const HEAD = ['option', 'type', 'default', ''];

/** The members of an interface, each with the comment above it. */
export function optionsOf(path: string, name: string): Option[] {
  const source = readFileSync(join(ROOT, path), 'utf8');
  const start = source.search(new RegExp(`^export interface ${name}\\b`, 'm'));
  const body = source.slice(start, source.indexOf('\n}', start));
  const members = body.matchAll(/(?: {2}\/\*\*((?:(?!\*\/).)*)\*\/\n)? {2}(?:readonly )?(\w+)\??: ([^\n]+);$/gms);
  return [...members].map(([, comment = '', option = '', type = '']) => {
    const [text = '', standard = ''] = comment.replace(/\s*\n\s*\*? ?/g, ' ').split('@default');
    return { name: option, type, text: text.trim(), standard: standard.trim() };
  });
}

function section(title: string, text: string): string {
  return `## \`${title}\`\n\n${text}\n`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cell: readonly string[]) => `| ${cell.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

function cells({ name, type, standard, text }: Option): readonly string[] {
  const known = type.replace(/^import\('.*'\)\./, '').replace(/\(report: import\(.*?\)\.(\w+)\)/, '(report: $1)');
  return [`\`${name}\``, code(known), inWords(standard), text.replaceAll('|', '\\|')];
}

/** A value as code, what is said about it as text. */
function inWords(standard: string): string {
  const [, value = '', rest = ''] =
    /^('[^']*'|\[.*\]|\{\}|-?\d+|true|false|Infinity|undefined|process\.stderr)?(.*)$/.exec(standard) ?? [];
  return `${value === '' ? '' : code(value)}${rest}`.trim();
}

function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``;
}

function flagOf(name: string): string {
  if (name === 'root') return '`[dir]`';
  if (name === 'onMalformed') return '`--lenient`';
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.hasOwn(COMMANDS.serve.known, flag) ? `\`--${flag}\`` : '';
}

if (import.meta.main) writeFileSync(PAGE, optionsPage());
