// The parts of node:crypto that this sandbox does not have: PKCS#12, engines, FIPS. Inside the context.
import { refused } from '../errors.ts';
import { callHost } from './call.ts';

export function parsePKCS12(): never {
  throw refused(
    'crypto.parsePKCS12()',
    'the bundle itself says how long it takes',
    'keep keys and certificates as PEM',
  );
}

export function setEngine(): never {
  throw refused(
    'crypto.setEngine()',
    'it would change the worker for all scripts',
    'use the algorithms of OpenSSL itself',
  );
}

export function setFips(): never {
  throw refused('crypto.setFips()', 'it would change the worker for all scripts', 'start node with --enable-fips');
}

/** SPKAC, which browsers gave up. */
export const Certificate = Object.assign(
  function Certificate(this: unknown): unknown {
    return this instanceof Certificate ? undefined : Object.create(Certificate.prototype);
  },
  {
    verifySpkac: (...args: unknown[]) => callHost('verifySpkac', ...args),
    exportPublicKey: (...args: unknown[]) => callHost('exportSpkacKey', ...args),
    exportChallenge: (...args: unknown[]) => callHost('exportSpkacChallenge', ...args),
  },
);

Object.assign(Certificate.prototype, {
  verifySpkac: Certificate.verifySpkac,
  exportPublicKey: Certificate.exportPublicKey,
  exportChallenge: Certificate.exportChallenge,
});
