// What a trusted proxy in front says of the connection behind it: X-Forwarded-For, -Proto, -Host, -Port. Parent process.
import type { HeaderPairs } from '../types.ts';
import { plainAddress } from './server-address.ts';

/** Decides for one address, in its plain form, whether the X-Forwarded fields it sends are believed. */
export type TrustedProxy = (address: string) => boolean;

export interface Forwarded {
  readonly remoteAddress: string | undefined;
  readonly scheme: 'http' | 'https' | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
}

/** Reads the X-Forwarded fields when `peer` is trusted, undefined when it is not. */
export function readForwarded(headers: HeaderPairs, peer: string, isTrusted: TrustedProxy): Forwarded | undefined {
  if (!isTrusted(peer)) return undefined;
  const { address, passed } = firstUntrusted(fieldValues(headers, 'x-forwarded-for'), isTrusted);
  const told = (name: string) => toldBehind(passed, fieldValues(headers, name));
  const scheme = told('x-forwarded-proto')?.toLowerCase();
  const port = told('x-forwarded-port');
  return {
    remoteAddress: address,
    scheme: scheme === 'http' || scheme === 'https' ? scheme : undefined,
    host: told('x-forwarded-host'),
    port: port !== undefined && /^\d{1,5}$/.test(port) && Number(port) <= 65535 ? port : undefined,
  };
}

/** Walks from our own end: each hop was written by the one after it, so the chain ends at the first hop nobody vouches for. */
function firstUntrusted(
  hops: readonly string[],
  isTrusted: TrustedProxy,
): { readonly address: string | undefined; readonly passed: number } {
  let address: string | undefined;
  let passed = 0;
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hopAddress(hops[i] ?? '');
    if (hop === undefined) break;
    address = hop;
    if (!isTrusted(hop)) break;
    if (i > 0) passed++;
  }
  return { address, passed };
}

/** Of a field that proxies add to, as Apache does, what the one next to the client added: what is before that, the client made up. */
function toldBehind(passed: number, values: readonly string[]): string | undefined {
  return values[Math.max(0, values.length - 1 - passed)];
}

/** '1.2.3.4', '1.2.3.4:80', '::1', '[::1]:80' to the plain address; undefined for 'unknown', '_hidden' and rubbish. */
function hopAddress(hop: string): string | undefined {
  // No address is longer, and the client may have written this: the patterns below take quadratic time.
  if (hop.length > 64) return undefined;
  const v4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(hop);
  if (v4 !== null) return v4[1];
  const v6 = /^\[?([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[\w.-]+)?(?:\](?::\d{1,5})?)?$/.exec(hop);
  return v6?.[1] === undefined ? undefined : plainAddress(v6[1]);
}

/** The members of a comma-separated field, all of its lines in order. */
function fieldValues(headers: HeaderPairs, wanted: string): string[] {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (name.length !== wanted.length || name.toLowerCase() !== wanted) continue;
    for (const part of value.split(',')) {
      const trimmed = part.trim();
      if (trimmed !== '') values.push(trimmed);
    }
  }
  return values;
}
