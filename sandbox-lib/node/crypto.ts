// node:crypto. Inside the context. https://nodejs.org/api/crypto.html
// Functions stand between the script and rooms that most scripts never enter; classes are made when they are first asked for.
import { createHash, Hash, hash } from '../internal/crypto/hash.ts';
import { createHmac, Hmac } from '../internal/crypto/hmac.ts';
import {
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
} from '../internal/crypto/random.ts';
import { constants } from '../internal/crypto-constants.ts';
import { addLazyMembers } from '../internal/lazy-members.ts';

/** What require('crypto') answers: plain and writable, for scripts replace its functions. */
const crypto = {
  createHash(algorithm: unknown, options?: unknown) {
    return createHash(algorithm, options);
  },
  createHmac(hmac: unknown, key: unknown, options?: unknown) {
    return createHmac(hmac, key, options);
  },
  hash(algorithm: unknown, input: unknown, options?: unknown) {
    return hash(algorithm, input, options);
  },
  randomBytes(size: unknown, callback?: unknown) {
    return randomBytes(size, callback);
  },
  randomFill(buf: unknown, offset: unknown, size?: unknown, callback?: unknown) {
    randomFill(buf, offset, size, callback);
  },
  randomFillSync(buf: unknown, offset: unknown = 0, size?: unknown) {
    return randomFillSync(buf, offset, size);
  },
  randomInt(min: unknown, max?: unknown, callback?: unknown) {
    return randomInt(min, max, callback);
  },
  randomUUID(options?: unknown) {
    return randomUUID(options);
  },
  randomUUIDv7(options?: unknown) {
    return randomUUIDv7(options);
  },
};

export default addLazyMembers(crypto, {
  Hash: () => Hash,
  Hmac: () => Hmac,
  constants: () => constants,
});
