// Which request methods reach a script. Parent process; RFC 3875 4.1.12, RFC 9110 9.
import { CgiError } from '../errors.ts';

const USUAL = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Lets any method token through except TRACE and CONNECT; `allowed` narrows it. Case is kept and counts.
 * @throws CgiError BAD_REQUEST when it is no token, METHOD_NOT_ALLOWED with an Allow field
 */
export function checkMethod(method: string, allowed?: readonly string[]): void {
  const inList = allowed === undefined ? method === 'GET' || method === 'POST' : allowed.includes(method);
  if (!inList) checkUnlisted(method, allowed);
}

function checkUnlisted(method: string, allowed: readonly string[] | undefined): void {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method)) {
    throw new CgiError('BAD_REQUEST', `Cannot accept method ${JSON.stringify(method)}: it is not a token`);
  }
  // A web Request cannot carry these two, in any case of letters.
  if (allowed === undefined && !/^(?:trace|connect)$/i.test(method)) return;
  const list = (allowed ?? USUAL).join(', ');
  throw new CgiError('METHOD_NOT_ALLOWED', `Cannot accept method "${method}": allowed are ${list}`, {
    headers: { Allow: list },
  });
}
