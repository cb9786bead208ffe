// Names and numbers of the two ends of a connection, in the form the meta-variables want. Parent process; RFC 3875 4.1.8, 4.1.14, 4.1.15.
import { CgiError } from '../errors.ts';

export interface HostAndPort {
  /** '' when the Host field was empty. IPv6 keeps its brackets. */
  readonly name: string;
  /** Digits, undefined when none were given. */
  readonly port: string | undefined;
}

/**
 * Takes a Host field apart; a host name has no case (RFC 9110 4.2.3). Only what can be a SERVER_NAME passes: scripts print it into HTML.
 * @throws CgiError BAD_REQUEST
 */
export function parseHost(host: string): HostAndPort {
  const colon = host.charCodeAt(0) === 0x5b ? endOfBracket(host) : host.indexOf(':');
  const name = (colon < 0 ? host : host.slice(0, colon)).toLowerCase();
  if (!isHostName(name)) throw badHost(host);
  if (colon < 0 || colon === host.length) return { name, port: undefined };
  const port = host.slice(colon + 1);
  if (host.charCodeAt(colon) !== 0x3a || !/^\d{0,5}$/.test(port) || Number(port) > 65535) throw badHost(host);
  return { name, port: port === '' ? undefined : port };
}

/** An IP address without brackets and zone; an IPv4 address in IPv6 clothes as IPv4. */
export function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  const bare = address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  return /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(bare)?.[1] ?? bare;
}

function endOfBracket(host: string): number {
  const end = host.indexOf(']');
  if (end < 0) throw badHost(host);
  return end + 1;
}

function isHostName(name: string): boolean {
  if (name.charCodeAt(0) === 0x5b) return /^\[[0-9A-Fa-f:.]+\]$/.test(name);
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const letter = code | 0x20;
    const good =
      (letter >= 0x61 && letter <= 0x7a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x2d ||
      code === 0x2e ||
      code === 0x5f;
    if (!good) return false;
  }
  return true;
}

function badHost(host: string): CgiError {
  return new CgiError('BAD_REQUEST', `Cannot accept Host ${JSON.stringify(host)}: it is not a host name with a port`);
}
