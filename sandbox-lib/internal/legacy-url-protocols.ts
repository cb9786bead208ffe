// What url.parse() knows of protocols, with and without their colon. Inside the context.

/** Its rest is no URL: nothing in it is escaped. */
export function isUnsafe(protocol: string | null | undefined): boolean {
  return typeof protocol === 'string' && /^javascript:?$/.test(protocol);
}

/** Never has a host. */
export function isHostless(protocol: string | null | undefined): boolean {
  return isUnsafe(protocol);
}

/** Always has '//', even where the text leaves it out. */
export function isSlashed(protocol: string | null | undefined): boolean {
  return typeof protocol === 'string' && /^(?:https?|ftp|gopher|file|wss?):?$/.test(protocol);
}
