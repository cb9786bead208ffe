// What a developer sees instead of the bare error page: all that is known of the failed run. Only ever sent on loopback, and even then
// nothing of the host itself: its own stacks are for the log.
import type { CgiError } from '../engine/index.ts';
import { escapeHtml, page } from './page.ts';
import { findSourceFrame, type SourceFrame } from './source-frame.ts';

interface Section {
  readonly title: string;
  readonly text: string;
  readonly alarm?: boolean;
}

/** Frames of the library: they have places nobody can look up. Those of this process never leave the worker. */
const FOREIGN_FRAME = /^\s+at (?:.*\()?(?:node:internal\b|<isolated-vm)/;

/** The developer's page as HTML. `root` is the folder of the scripts, whose source may be shown. */
export function devPage(error: CgiError, requestId: string, root?: string): string {
  const frame = frameOf(error, root);
  const sections = sectionsOf(error).map(
    ({ title, text, alarm }) =>
      `<section${alarm ? ' class="alarm"' : ''}><h2>${title}</h2><pre>${escapeHtml(text)}</pre></section>`,
  );
  if (frame !== undefined) sections.unshift(sourceHtml(frame));
  return page(
    `${error.status} ${error.code}`,
    `<main class="dev"><header><p class="status">${error.status}</p><div>
<p><span class="code">${error.code}</span></p><h1>${escapeHtml(error.message)}</h1></div></header>
${sections.join('\n')}${environmentTable(error)}
<footer>${escapeHtml(error.sentence)}. Request <code>${escapeHtml(requestId)}</code>. Shown because the server runs in development mode; others see a bare page.</footer></main>`,
  );
}

/** The same for curl and friends. */
export function devText(error: CgiError, requestId: string, root?: string): string {
  const sections = sectionsOf(error);
  const frame = frameOf(error, root);
  if (frame !== undefined) sections.unshift({ title: placeOf(frame), text: sourceText(frame) });
  const names = Object.entries(error.details.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  if (names.length > 0) sections.push({ title: 'Environment', text: names.join('\n') });
  const parts = sections.map(({ title, text }) => `\n${title}\n${text.trimEnd().replace(/^/gm, '  ')}\n`);
  return `${error.status} ${error.code}\n${error.message}\n${parts.join('')}\nRequest ${requestId}\n`;
}

function sectionsOf(error: CgiError): Section[] {
  const { error: thrown = '', stderr = '', stdout = '' } = error.details;
  const sections: Section[] = [];
  // Node prints an uncaught error to stderr: then that is the place to look.
  const printed = thrown !== '' && stderr.includes(thrown);
  if (thrown !== '' && !printed) sections.push({ title: 'Uncaught error', text: ownFrames(thrown), alarm: true });
  if (stderr !== '') sections.push({ title: 'Standard error', text: ownFrames(stderr), alarm: printed });
  if (stdout !== '') sections.push({ title: 'Standard output so far', text: stdout });
  return sections;
}

/** Line by line: the text is the script's, and white space without end must not keep this process. */
function ownFrames(text: string): string {
  const lines = text.split('\n');
  return lines.filter((line) => !FOREIGN_FRAME.test(line)).join('\n');
}

function frameOf(error: CgiError, root: string | undefined): SourceFrame | undefined {
  const { error: thrown } = error.details;
  return thrown === undefined || root === undefined ? undefined : findSourceFrame(thrown, root);
}

function placeOf(frame: SourceFrame): string {
  return `${frame.file}, line ${frame.line}`;
}

function sourceText({ line, lines }: SourceFrame): string {
  return lines.map(({ number, text }) => `${number === line ? '>' : ' '} ${number} | ${text}`).join('\n');
}

function sourceHtml(frame: SourceFrame): string {
  const lines = frame.lines.map(({ number, text }) => {
    const tag = number === frame.line ? 'mark' : 'span';
    return `<${tag}><i>${number}</i>${escapeHtml(text)}\n</${tag}>`;
  });
  const title = escapeHtml(placeOf(frame));
  return `<section class="alarm source"><h2>${title}</h2><pre>${lines.join('')}</pre></section>`;
}

function environmentTable(error: CgiError): string {
  const entries = Object.entries(error.details.environment ?? {});
  if (entries.length === 0) return '';
  const rows = entries.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
  return `<section><h2>Environment</h2><div class="table"><table>${rows.join('')}</table></div></section>`;
}
