// The functions and objects of node:crypto that a script may reach, by name. Each checks its own arguments and words its own errors.
// Worker side.
import * as crypto from 'node:crypto';
import { askCertificate, describeCertificate } from './certificates.ts';

type Operation = (...args: never[]) => unknown;

/** Names of node:crypto's own functions. One that this Node does not have is missing from the table. */
const DIRECT = [
  ...['pbkdf2Sync', 'scryptSync', 'hkdfSync', 'argon2Sync', 'sign', 'verify', 'timingSafeEqual'],
  ...[
    'publicEncrypt',
    'privateDecrypt',
    'privateEncrypt',
    'publicDecrypt',
    'diffieHellman',
    'encapsulate',
    'decapsulate',
  ],
  ...[
    'generatePrimeSync',
    'checkPrimeSync',
    'getCipherInfo',
    'getHashes',
    'getCiphers',
    'getCurves',
    'getFips',
    'getMacs',
  ],
  ...['generateKeyPairSync', 'generateKeySync', 'createPublicKey', 'createPrivateKey', 'createSecretKey'],
] as const;

type Message = [
  name: string,
  key: Uint8Array,
  iv: Uint8Array | null,
  data: Uint8Array,
  aad: unknown,
  /** Bytes of an AEAD cipher's tag, which is the end of the sealed bytes; 0 of another cipher. */
  tag: number,
];

/** Whole messages in one crossing, for Web Crypto. */
function seal(...[name, key, iv, data, aad, tag]: Message): Buffer {
  const cipher = crypto.createCipheriv(name as 'aes-256-gcm', key, iv as Uint8Array, aeadOptions(tag)); // a string, as far as node cares
  if (aad instanceof Uint8Array) cipher.setAAD(aad);
  const sealed = [cipher.update(data), cipher.final()];
  return Buffer.concat(tag > 0 ? [...sealed, cipher.getAuthTag()] : sealed);
}

function open(...[name, key, iv, data, aad, tag]: Message): Buffer {
  const decipher = crypto.createDecipheriv(name as 'aes-256-gcm', key, iv as Uint8Array, aeadOptions(tag)); // as above
  if (aad instanceof Uint8Array) decipher.setAAD(aad);
  const end = data.length - tag;
  if (tag > 0) decipher.setAuthTag(data.subarray(end));
  return Buffer.concat([decipher.update(data.subarray(0, end)), decipher.final()]);
}

function aeadOptions(tag: number): { authTagLength: number } | undefined {
  return tag > 0 ? { authTagLength: tag } : undefined;
}

const COMPOSED: Readonly<Record<string, Operation>> = {
  exportKey: (key: crypto.KeyObject, options: never) => key.export(options),
  keyEquals: (one: crypto.KeyObject, other: crypto.KeyObject) => one.equals(other),
  convertKey: crypto.ECDH.convertKey,
  oneShotHash: crypto.hash,
  verifySpkac: crypto.Certificate.verifySpkac,
  exportSpkacKey: crypto.Certificate.exportPublicKey,
  exportSpkacChallenge: crypto.Certificate.exportChallenge,
  seal,
  open,
  x509: describeCertificate,
  x509Ask: askCertificate,
};

/** These go on in another thread when they get a callback: how many arguments stand before it. */
const BEFORE_CALLBACK: Readonly<Record<string, number>> = {
  sign: 3,
  verify: 4,
  diffieHellman: 1,
  encapsulate: 1,
  decapsulate: 2,
};

function direct(name: string): Operation | undefined {
  const operation = Reflect.get(crypto, name) as Operation | undefined;
  const count = BEFORE_CALLBACK[name];
  if (operation === undefined || count === undefined) return operation;
  return (...args) => operation(...args.slice(0, count));
}

/** Operations by name. */
export const OPERATIONS: ReadonlyMap<unknown, Operation> = new Map<string, Operation>([
  ...DIRECT.flatMap((name): [string, Operation][] => {
    const operation = direct(name);
    return operation === undefined ? [] : [[name, operation]];
  }),
  ...Object.entries(COMPOSED),
]);

/** How an object of each kind is made. */
export const MAKERS: ReadonlyMap<unknown, Operation> = new Map<string, Operation>([
  ['hash', crypto.createHash],
  ['hmac', crypto.createHmac],
  ['cipher', crypto.createCipheriv],
  ['decipher', crypto.createDecipheriv],
  ['sign', crypto.createSign],
  ['verify', crypto.createVerify],
  ['ecdh', crypto.createECDH],
  ['dh', crypto.createDiffieHellman],
  ['dhGroup', crypto.createDiffieHellmanGroup],
  // Node 24 has none.
  ...Object.entries({ mac: (crypto as { createMac?: Operation }).createMac }).filter(isOperation),
]);

function isOperation(entry: [string, Operation | undefined]): entry is [string, Operation] {
  return entry[1] !== undefined;
}

/** Methods that may be called on an object by name; `update` has a crossing of its own. */
export const METHODS: ReadonlySet<unknown> = new Set([
  ...['digest', 'copy', 'final', 'setAAD', 'setAuthTag', 'getAuthTag', 'setAutoPadding', 'sign', 'verify'],
  ...['generateKeys', 'computeSecret', 'getPublicKey', 'getPrivateKey', 'setPublicKey', 'setPrivateKey'],
  ...['getPrime', 'getGenerator'],
]);
