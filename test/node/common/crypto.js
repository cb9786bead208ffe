'use strict';
// What node's tests of crypto ask of their helpers, in our own words. Inside the sandbox and in node.
const assert = require('assert');
const crypto = require('crypto');

/** The 1024-bit MODP group of RFC 2412 E.2. */
const modp2buf = crypto.getDiffieHellman('modp2').getPrime();

function assertApproximateSize(key, size) {
  assert.ok(key.length >= Math.floor(size * 0.9) && key.length <= Math.ceil(size * 1.1), `${key.length} is not about ${size}`);
}

function testEncryptDecrypt(publicKey, privateKey) {
  const text = Buffer.from('to whom it may concern');
  for (const key of [publicKey, privateKey]) {
    assert.deepStrictEqual(crypto.privateDecrypt(privateKey, crypto.publicEncrypt(key, text)), text);
  }
}

function testSignVerify(publicKey, privateKey) {
  const text = Buffer.from('to whom it may concern');
  const signatures = [
    crypto.sign('sha256', text, privateKey),
    crypto.createSign('sha256').update(text).sign(privateKey),
  ];
  for (const signature of signatures) {
    for (const key of [publicKey, privateKey]) {
      assert.ok(crypto.verify('sha256', text, key, signature));
      assert.ok(crypto.createVerify('sha256').update(text).verify(key, signature));
    }
  }
}

function pem(label, cipher) {
  const header = cipher === undefined ? '' : `Proc-Type: 4,ENCRYPTED\\nDEK-Info: ${cipher},[^\\n]+\\n\\n`;
  return new RegExp(`^-----BEGIN ${label}-----\\n${header}(?:[A-Za-z0-9+/=]{1,64}\\n)+-----END ${label}-----\\n$`);
}

function hasOpenSSL(...wanted) {
  const found = process.versions.openssl.split('.').map(Number.parseFloat);
  for (const [i, part] of wanted.entries()) {
    if (found[i] !== part) return found[i] > part;
  }
  return true;
}

module.exports = {
  modp2buf,
  assertApproximateSize,
  testEncryptDecrypt,
  testSignVerify,
  pkcs1PubExp: pem('RSA PUBLIC KEY'),
  pkcs1PrivExp: pem('RSA PRIVATE KEY'),
  pkcs1EncExp: (cipher) => pem('RSA PRIVATE KEY', cipher),
  spkiExp: pem('PUBLIC KEY'),
  pkcs8Exp: pem('PRIVATE KEY'),
  pkcs8EncExp: pem('ENCRYPTED PRIVATE KEY'),
  sec1Exp: pem('EC PRIVATE KEY'),
  sec1EncExp: (cipher) => pem('EC PRIVATE KEY', cipher),
  hasOpenSSL,
  get hasOpenSSL3() {
    return hasOpenSSL(3);
  },
  opensslCli: false,
};
