// require('cgi'): what a CGI script wants first. Not a module of node. Inside the context. See docs/cgi-module.md
import { Form } from '../internal/cgi/form.ts';
import { cookie, escapeHTML, header, parseCookies, redirect } from '../internal/cgi/header.ts';
import { DEFAULT_LIMITS, FormError } from '../internal/cgi/limits.ts';
import { parseQuery, readForm } from '../internal/cgi/read-form.ts';
import { process } from '../internal/process.ts';
import { validateString } from '../internal/validators.ts';

/** The cookies of this request, or of a Cookie line. */
function cookies(text?: string): Record<string, string> {
  if (text !== undefined) validateString(text, 'text');
  const { env } = process as unknown as { env: Record<string, string | undefined> };
  return parseCookies(text ?? env['HTTP_COOKIE'] ?? '');
}

const cgi: Record<string, unknown> = {
  parseQuery,
  readForm,
  cookies,
  cookie,
  header,
  redirect,
  escapeHTML,
  defaultLimits: DEFAULT_LIMITS,
  Form,
  FormError,
};
export default cgi;
