// What an app answers at the end of a local redirect, made true for the path that the client asked for. Parent process; RFC 9110 10.2.2.

/** A relative Location is relative to the path that was answered, which the client knows nothing of. */
export function resolveLocation(answer: Response, url: string): Response {
  const location = answer.headers.get('location');
  if (location === null || /^(?:\/|[A-Za-z][\w+.-]*:)/.test(location)) return answer;
  const { pathname, search, hash } = new URL(location, url);
  const headers = new Headers(answer.headers);
  // One slash: two would name another host.
  headers.set('Location', pathname.replace(/^\/+/, '/') + search + hash);
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}
