// Tells whether only this machine can be at the other end: the condition for showing a developer's page. Pure.

/** Whether a host name or address that a server listens on, or a peer's address, is this machine itself. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return address === 'localhost' || address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address);
}
