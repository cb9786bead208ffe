// What a developer sees instead of the bare error page: all that is known of the failed run. Only ever sent on loopback.
import type { CgiError } from '../engine/index.ts';
import { escapeHtml, page } from './page.ts';

interface Section {
  readonly title: string;
  readonly text: string;
  readonly alarm?: boolean;
}

/** The developer's page as HTML. */
export function devPage(error: CgiError, requestId: string): string {
  const sections = sectionsOf(error).map(
    ({ title, text, alarm }) =>
      `<section${alarm ? ' class="alarm"' : ''}><h2>${title}</h2><pre>${escapeHtml(text)}</pre></section>`,
  );
  return page(
    `${error.status} ${error.code}`,
    `<main class="dev"><header><p class="status">${error.status}</p><div>
<p><span class="code">${error.code}</span></p><h1>${escapeHtml(error.message)}</h1></div></header>
${sections.join('\n')}${environmentTable(error)}
<footer>${escapeHtml(error.sentence)}. Request <code>${escapeHtml(requestId)}</code>. Shown because the server runs in development mode; others see a bare page.</footer></main>`,
  );
}

/** The same for curl and friends. */
export function devText(error: CgiError, requestId: string): string {
  const sections = sectionsOf(error);
  const names = Object.entries(error.details.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  if (names.length > 0) sections.push({ title: 'Environment', text: names.join('\n') });
  const parts = sections.map(({ title, text }) => `\n${title}\n${text.replace(/^/gm, '  ')}\n`);
  return `${error.status} ${error.code}\n${error.message}\n${parts.join('')}\nRequest ${requestId}\n`;
}

function sectionsOf(error: CgiError): Section[] {
  const { error: thrown = '', stderr = '', stdout = '' } = error.details;
  const sections: Section[] = [];
  // Node prints an uncaught error to stderr, with the line of source: then that is the place to look.
  const printed = thrown !== '' && stderr.includes(thrown);
  if (thrown !== '' && !printed) sections.push({ title: 'Uncaught error', text: thrown, alarm: true });
  if (stderr !== '') sections.push({ title: 'Standard error', text: stderr, alarm: printed });
  if (stdout !== '') sections.push({ title: 'Standard output so far', text: stdout });
  if (error.fault === 'host') sections.push({ title: 'Stack of the server', text: stackOf(error) });
  return sections;
}

function stackOf(error: CgiError): string {
  const { cause } = error;
  const own = error.stack ?? error.message;
  return cause instanceof Error ? `${own}\nCaused by: ${cause.stack ?? cause.message}` : own;
}

function environmentTable(error: CgiError): string {
  const entries = Object.entries(error.details.environment ?? {});
  if (entries.length === 0) return '';
  const rows = entries.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`);
  return `<section><h2>Environment</h2><div class="table"><table>${rows.join('')}</table></div></section>`;
}
