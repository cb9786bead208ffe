// The way back from SCRIPT_NAME and PATH_INFO to a URL. Parent process; RFC 3875 3.3.

/** Percent-encodes a decoded path; slashes stay. Decoding the result gives the same path again. */
export function encodePath(path: string): string {
  if (/^[A-Za-z0-9/._~!$&'()*+,;=:@-]*$/.test(path)) return path;
  return encodeURI(path.toWellFormed()).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** The request target that leads to this script: what REQUEST_URI is when no server saw one. */
export function encodeTarget(scriptName: string, pathInfo: string | undefined, query: string): string {
  const path = encodePath(scriptName + (pathInfo ?? ''));
  return query === '' ? path || '/' : `${path || '/'}?${query}`;
}
