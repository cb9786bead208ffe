// X.509 certificates for the context: read anew from their bytes at each question, so that none lives on the host. Worker side; the other
// end is sandbox-lib/internal/crypto/x509.ts.
import { type KeyObject, X509Certificate } from 'node:crypto';

const FIELDS = [
  ...['subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'fingerprint', 'fingerprint256'],
  ...['fingerprint512', 'keyUsage', 'serialNumber', 'signatureAlgorithm', 'signatureAlgorithmOid', 'ca', 'raw'],
];

/** All that a certificate says by itself, and its text as PEM. */
export function describeCertificate(bytes: Uint8Array): object {
  const certificate = new X509Certificate(bytes);
  const fields = FIELDS.map((name): [string, unknown] => [name, Reflect.get(certificate, name)]);
  return { ...Object.fromEntries(fields), pem: certificate.toString() };
}

type Question = (certificate: X509Certificate, first: never, second: never) => unknown;

const QUESTIONS: ReadonlyMap<string, Question> = new Map<string, Question>([
  ['publicKey', (certificate) => certificate.publicKey],
  ['toLegacyObject', (certificate) => certificate.toLegacyObject()],
  ['checkHost', (certificate, name: string, options: object) => certificate.checkHost(name, options)],
  ['checkEmail', (certificate, email: string, options: object) => certificate.checkEmail(email, options)],
  ['checkIP', (certificate, ip: string) => certificate.checkIP(ip)],
  ['checkIssued', (certificate, other: Uint8Array) => certificate.checkIssued(new X509Certificate(other))],
  ['checkPrivateKey', (certificate, key: KeyObject) => certificate.checkPrivateKey(key)],
  ['verify', (certificate, key: KeyObject) => certificate.verify(key)],
]);

/** What one of its methods answers. */
export function askCertificate(bytes: Uint8Array, question: string, first: never, second: never): unknown {
  return QUESTIONS.get(question)?.(new X509Certificate(bytes), first, second);
}
