// What follows when a script answers with a path of this server (RFC 3875 6.2.2): the same client's GET for that path. Parent side.
import { buildRedirect, type LocatedScript, type RedirectState } from './cgi/index.ts';
import type { Incoming } from './incoming.ts';
import type { GatewayRequest } from './types.ts';

/** Where local redirects are looked up. */
export interface LocalRedirect {
  readonly mount: string;
  readonly dispatch?: GatewayRequest['dispatch'];
}

/** @throws CgiError REDIRECT_LOOP */
export function redirectedRequest(
  location: string,
  located: LocatedScript,
  incoming: Incoming,
  gateway: LocalRedirect,
): { readonly request: GatewayRequest; readonly redirect: RedirectState } {
  const { method, query, headers, connection, signal, requestId, redirect } = incoming;
  const next = buildRedirect(location, {
    ...{ scriptName: located.scriptName, pathInfo: located.pathInfo, query, method, headers },
    remoteUser: connection?.auth?.user,
    redirect,
  });
  return {
    redirect: next.redirect,
    request: {
      ...{ method: next.method, target: next.target, headers: next.headers, mount: gateway.mount, requestId },
      ...(incoming.requestUri === undefined ? {} : { requestUri: incoming.requestUri }),
      ...(connection === undefined ? {} : { connection }),
      ...(signal === undefined ? {} : { signal }),
      ...(gateway.dispatch === undefined ? {} : { dispatch: gateway.dispatch }),
    },
  };
}
