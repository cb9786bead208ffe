// The checks that come before everything else in a method of SubtleCrypto, in the words of Web IDL. Inside the context.
import { codedError } from '../errors.ts';
import { isAnyArrayBuffer, isArrayBufferView } from '../views.ts';
import { cryptoKeyParts } from './crypto-key.ts';

/** A letter per argument that is needed: k a CryptoKey, d data, f a key format, - anything. */
const METHODS: Readonly<Record<string, string>> = {
  digest: '-d',
  encrypt: '-kd',
  decrypt: '-kd',
  sign: '-kd',
  verify: '-kdd',
  deriveBits: '-k',
  deriveKey: '-k---',
  generateKey: '---',
  importKey: 'f----',
  exportKey: 'fk',
  getPublicKey: 'k-',
  wrapKey: 'fkk-',
  unwrapKey: 'fdk----',
  encapsulateBits: '-k',
  encapsulateKey: '-k---',
  decapsulateBits: '-kd',
  decapsulateKey: '-kd---',
};
const ORDINALS = ['1st', '2nd', '3rd', '4th'];
const FORMATS = /^(?:raw|raw-public|raw-private|raw-seed|raw-secret|spki|pkcs8|jwk)$/;

export function checkArguments(method: string, args: ArrayLike<unknown>): void {
  const kinds = METHODS[method] ?? '';
  const fail = (code: string, what: string): never => {
    throw codedError('TypeError', code, `Failed to execute '${method}' on 'SubtleCrypto': ${what}`);
  };
  if (args.length < kinds.length) {
    const needed = `${kinds.length} argument${kinds.length === 1 ? '' : 's'} required`;
    fail('ERR_MISSING_ARGS', `${needed}, but only ${args.length} present.`);
  }
  for (let i = 0; i < kinds.length; i++) {
    const [kind, value] = [kinds[i], args[i]];
    const argument = `${ORDINALS[i]} argument`;
    if (kind === 'f' && !FORMATS.test(`${value}`)) {
      fail('ERR_INVALID_ARG_VALUE', `${argument} '${value}' is not a valid enum value of type KeyFormat.`);
    } else if (kind === 'k' && cryptoKeyParts(value) === undefined) {
      fail('ERR_INVALID_ARG_TYPE', `${argument} is not of type CryptoKey.`);
    } else if (kind === 'd' && !isAnyArrayBuffer(value) && !isArrayBufferView(value)) {
      fail('ERR_INVALID_ARG_TYPE', `${argument} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
    }
  }
}
