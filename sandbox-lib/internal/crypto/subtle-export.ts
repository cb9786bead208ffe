// exportKey() of Web Crypto. Inside the context. https://www.w3.org/TR/webcrypto-2/#SubtleCrypto-method-exportKey
import { DOMException } from '../../globals/dom-exception.ts';
import { Buffer } from '../buffer.ts';
import { callHost } from './call.ts';
import type { CryptoKeyParts } from './crypto-key.ts';
import { makeKeyObject } from './key-object.ts';
import { type Fields, hashOf, notSupported } from './subtle-algorithms.ts';
import { type Jwk, requireKey } from './subtle-keys.ts';
import { CHACHA, isEdwards, isKmac } from './subtle-usages.ts';

/** The name a JWK gives the key's algorithm; undefined where it has none. */
export function jwkAlgorithm({ algorithm, material }: CryptoKeyParts): string | undefined {
  const { name, hash, length } = algorithm as Fields;
  const digits = hash === undefined ? '' : hashOf({ hash }).slice(3);
  if (name.startsWith('AES-')) return `A${material.bytes.length * 8}${name.slice(4)}`;
  if (name === CHACHA) return 'C20P';
  if (isKmac(name)) return `K${name.slice(4)}`;
  if (name.startsWith('ML-')) return name;
  if (digits.includes('-')) return undefined;
  if (name === 'HMAC' && length !== undefined) return `HS${digits}`;
  if (name === 'RSASSA-PKCS1-v1_5') return `RS${digits}`;
  if (name === 'RSA-PSS') return `PS${digits}`;
  if (name === 'RSA-OAEP') return digits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${digits}`;
  return isEdwards(name) ? name : undefined;
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function exportJwk(parts: CryptoKeyParts): Jwk {
  const { material, usages, extractable } = parts;
  const alg = jwkAlgorithm(parts);
  const jwk =
    material.type === 'secret'
      ? { kty: 'oct', k: Buffer.from(material.bytes).toString('base64url') }
      : (callHost('exportKey', makeKeyObject(material), { format: 'jwk' }) as Jwk); // as asked
  return { key_ops: [...usages], ext: extractable, ...(alg === undefined ? {} : { alg }), ...jwk };
}

function rawPublic({ material, algorithm }: CryptoKeyParts): ArrayBuffer {
  const jwk = callHost('exportKey', makeKeyObject(material), { format: 'jwk' }) as Record<string, string | undefined>;
  if (jwk['pub'] !== undefined) return toArrayBuffer(Buffer.from(jwk['pub'], 'base64url'));
  const x = Buffer.from(jwk['x'] ?? '', 'base64url');
  if (jwk['y'] === undefined) return toArrayBuffer(x);
  if (!String(algorithm['name']).startsWith('EC')) throw notSupported();
  return toArrayBuffer(Buffer.concat([new Uint8Array([4]), x, Buffer.from(jwk['y'], 'base64url')]));
}

function rawSeed({ material }: CryptoKeyParts): ArrayBuffer {
  const { priv } = callHost('exportKey', makeKeyObject(material), { format: 'jwk' }) as { priv: string };
  return toArrayBuffer(Buffer.from(priv, 'base64url'));
}

export function exportKey(format: unknown, key: unknown): unknown {
  const parts = requireKey(key);
  const { material, extractable, algorithm } = parts;
  if (!extractable) throw new DOMException('key is not extractable', 'InvalidAccessError');
  const { type, bytes } = material;
  switch (String(format)) {
    case 'jwk':
      return exportJwk(parts);
    case 'raw-seed':
      if (type === 'private' && String(algorithm['name']).startsWith('ML-')) return rawSeed(parts);
      break;
    case 'raw':
    case 'raw-secret':
    case 'raw-public':
      // Those that are newer have not the old name of the format.
      if (String(format) === 'raw' && /^(?:ML-|KMAC)/.test(String(algorithm['name']))) break;
      if (type === 'secret') return toArrayBuffer(bytes);
      if (type === 'public' && !String(algorithm['name']).startsWith('RSA')) return rawPublic(parts);
      break;
    case 'spki':
      if (type === 'public') return toArrayBuffer(bytes);
      break;
    case 'pkcs8':
      if (type === 'private') return toArrayBuffer(bytes);
  }
  throw notSupported(`Unable to export ${algorithm['name']} ${type} key using ${format} format`);
}
