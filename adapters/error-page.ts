// Answers a request that no script answered: a bare page with status, one sentence and the request's name. Parent process.
// Everything else that is known (message, stderr, stack, environment) is shown by dev-page.ts only, on loopback.
import { STATUS_CODES } from 'node:http';
import { CgiError, isCgiError } from '../engine/index.ts';
import { devPage, devText } from './dev-page.ts';
import { escapeHtml, page } from './page.ts';

/** What the answer depends on beside the error itself. */
export interface ErrorPageOptions {
  readonly requestId: string;
  readonly method?: string;
  /** The request's Accept field; a browser gets HTML, everything else plain text. */
  readonly accept?: string | null | undefined;
  /** Show everything that is known. The caller has made sure that only this machine can see it. */
  readonly dev?: boolean;
  /** Folder of the scripts, whose source a developer may be shown. */
  readonly root?: string;
}

/** The answer to a request that ended in an error. What is not a CgiError is a fault of ours: 500 and no word about it. */
export function errorPage(error: unknown, options: ErrorPageOptions): Response {
  const known = asCgiError(error);
  const html = prefersHtml(options.accept);
  const headers: Record<string, string> = {
    'Content-Type': `text/${html ? 'html' : 'plain'}; charset=utf-8`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    ...known.headers,
  };
  if (options.method === 'HEAD') return new Response(null, { status: known.status, headers });
  return new Response(body(known, html, options), { status: known.status, headers });
}

/** Anything thrown, as the one error class: what is not one of ours is reported as a failure of the host. */
export function asCgiError(error: unknown): CgiError {
  if (isCgiError(error)) return error;
  return new CgiError('HOST_FAILED', `Cannot answer the request: ${String(error)}`, { cause: error });
}

function body(error: CgiError, html: boolean, options: ErrorPageOptions): string {
  const { dev, requestId, root } = options;
  if (dev) return html ? devPage(error, requestId, root) : devText(error, requestId, root);
  const title = `${error.status} ${reason(error.status)}`;
  if (!html) return `${title}\n${error.sentence}\nRequest ${requestId}\n`;
  return page(
    title,
    `<main class="bare"><p class="status">${error.status}</p><h1>${reason(error.status)}</h1>
<p>${escapeHtml(error.sentence)}.</p><p class="id">Request <code>${escapeHtml(requestId)}</code></p></main>`,
  );
}

function reason(status: number): string {
  return STATUS_CODES[status] ?? 'Client Closed Request';
}

function prefersHtml(accept: string | null | undefined): boolean {
  return accept !== null && accept !== undefined && /\btext\/html\b/i.test(accept);
}
