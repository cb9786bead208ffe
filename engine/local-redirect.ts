// What follows when a script answers with a path of this server (RFC 3875 6.2.2): the same client's GET for that path. Parent side.
import { buildRedirect, type LocatedScript } from './cgi/index.ts';
import type { Incoming } from './incoming.ts';
import type { GatewayRequest, RedirectState } from './types.ts';

/** Where local redirects are looked up. */
export type Gateway = Pick<GatewayRequest, 'mount' | 'script' | 'dispatch'>;

/** @throws CgiError REDIRECT_LOOP */
export function redirectedRequest(
  location: string,
  located: LocatedScript,
  incoming: Incoming,
  { mount, script, dispatch }: Gateway,
): GatewayRequest & { readonly redirect: RedirectState } {
  const { method, query, headers, connection, signal, requestId, requestUri, env, prelude } = incoming;
  const next = buildRedirect(location, {
    ...{ scriptName: located.scriptName, pathInfo: located.pathInfo, query, method, headers, requestUri },
    remoteUser: connection?.auth?.user,
    redirect: incoming.redirect,
  });
  return {
    ...{ ...next, mount, requestId },
    ...(connection === undefined ? {} : { connection }),
    ...(signal === undefined ? {} : { signal }),
    ...(env === undefined ? {} : { env }),
    ...(prelude === undefined ? {} : { prelude }),
    ...(script === undefined ? {} : { script }),
    ...(dispatch === undefined ? {} : { dispatch }),
  };
}
