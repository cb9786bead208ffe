// X509Certificate: no certificate lives on the host, it is sent along with each question that its fields do not answer. Inside the context.
// https://nodejs.org/api/crypto.html#class-x509certificate
import { Buffer } from '../buffer.ts';
import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import type { InspectOptions } from '../inspect-types.ts';
import { validateObject, validateString } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';
import { callHost } from './call.ts';
import { type KeyObject, keyMaterial } from './key-object.ts';

/** What the host tells of a certificate once. */
interface Fields {
  readonly subject: string | undefined;
  readonly subjectAltName: string | undefined;
  readonly issuer: string | undefined;
  readonly infoAccess: string | undefined;
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint: string;
  readonly fingerprint256: string;
  readonly fingerprint512: string;
  readonly keyUsage: string[] | undefined;
  readonly serialNumber: string;
  readonly signatureAlgorithm: string | undefined;
  readonly signatureAlgorithmOid: string | undefined;
  readonly ca: boolean;
  readonly raw: Buffer;
  readonly pem: string;
}

let fieldsOf: (value: unknown) => Fields;
let isCertificate: (value: unknown) => value is X509Certificate;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

export class X509Certificate {
  readonly #fields: Fields;
  #publicKey: KeyObject | undefined;

  constructor(buffer: unknown) {
    if (typeof buffer !== 'string' && !isArrayBufferView(buffer)) {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    this.#fields = callHost('x509', typeof buffer === 'string' ? Buffer.from(buffer) : buffer) as Fields; // says the host
  }

  get subject(): string | undefined {
    return fieldsOf(this).subject;
  }

  get subjectAltName(): string | undefined {
    return fieldsOf(this).subjectAltName;
  }

  get issuer(): string | undefined {
    return fieldsOf(this).issuer;
  }

  /** Known only of a certificate that came over a connection. */
  get issuerCertificate(): undefined {
    void fieldsOf(this);
    return undefined;
  }

  get infoAccess(): string | undefined {
    return fieldsOf(this).infoAccess;
  }

  get validFrom(): string {
    return fieldsOf(this).validFrom;
  }

  get validTo(): string {
    return fieldsOf(this).validTo;
  }

  get validFromDate(): Date {
    return new Date(fieldsOf(this).validFrom);
  }

  get validToDate(): Date {
    return new Date(fieldsOf(this).validTo);
  }

  get fingerprint(): string {
    return fieldsOf(this).fingerprint;
  }

  get fingerprint256(): string {
    return fieldsOf(this).fingerprint256;
  }

  get fingerprint512(): string {
    return fieldsOf(this).fingerprint512;
  }

  get keyUsage(): string[] | undefined {
    return fieldsOf(this).keyUsage;
  }

  get serialNumber(): string {
    return fieldsOf(this).serialNumber;
  }

  get signatureAlgorithm(): string | undefined {
    return fieldsOf(this).signatureAlgorithm;
  }

  get signatureAlgorithmOid(): string | undefined {
    return fieldsOf(this).signatureAlgorithmOid;
  }

  get raw(): Buffer {
    return fieldsOf(this).raw;
  }

  get publicKey(): KeyObject {
    void fieldsOf(this);
    this.#publicKey ??= this.#ask('publicKey') as KeyObject; // that is what it is
    return this.#publicKey;
  }

  toString(): string {
    return fieldsOf(this).pem;
  }

  toJSON(): string {
    return fieldsOf(this).pem;
  }

  get ca(): boolean {
    return fieldsOf(this).ca;
  }

  checkHost(name: unknown, options?: unknown): unknown {
    validateString(name, 'name');
    return this.#ask('checkHost', name, options);
  }

  checkEmail(email: unknown, options?: unknown): unknown {
    validateString(email, 'email');
    return this.#ask('checkEmail', email, options);
  }

  checkIP(ip: unknown, options?: unknown): unknown {
    validateString(ip, 'ip');
    if (options !== undefined) validateObject(options, 'options');
    return this.#ask('checkIP', ip);
  }

  checkIssued(otherCert: unknown): unknown {
    if (!isCertificate(otherCert)) throw nodeError('ERR_INVALID_ARG_TYPE', 'otherCert', 'X509Certificate', otherCert);
    return this.#ask('checkIssued', otherCert.raw);
  }

  checkPrivateKey(pkey: unknown): unknown {
    checkKey(pkey, 'private');
    return this.#ask('checkPrivateKey', pkey);
  }

  verify(pkey: unknown): unknown {
    checkKey(pkey, 'public');
    return this.#ask('verify', pkey);
  }

  toLegacyObject(): unknown {
    return this.#ask('toLegacyObject');
  }

  #ask(member: string, ...args: unknown[]): unknown {
    return callHost('x509Ask', this.#fields.raw, member, ...args);
  }

  [kInspect](depth: number | undefined, options: InspectOptions): unknown {
    if (typeof depth === 'number' && depth < 0) return this;
    const { raw, pem, ca, validFrom, validTo, fingerprint, ...rest } = fieldsOf(this);
    const { subject, subjectAltName, issuer, infoAccess, ...more } = rest;
    const { validFromDate, validToDate } = this;
    const dates = { validFrom, validTo, validFromDate, validToDate };
    return `X509Certificate ${inspect({ subject, subjectAltName, issuer, infoAccess, ...dates, fingerprint, ...more }, options)}`;
  }

  static {
    fieldsOf = (value) => {
      if (!isCertificate(value)) throw nodeError('ERR_INVALID_THIS', 'X509Certificate');
      return value.#fields;
    };
    isCertificate = (value): value is X509Certificate =>
      typeof value === 'object' && value !== null && #fields in value;
  }
}
function checkKey(key: unknown, type: string): void {
  const material = keyMaterial(key);
  if (material === undefined) throw nodeError('ERR_INVALID_ARG_TYPE', 'pkey', 'KeyObject', key);
  if (material.type !== type) throw nodeError('ERR_INVALID_ARG_VALUE', 'pkey', key);
}
