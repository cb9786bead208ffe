// What a form may bring, and the error for one that brings more. Inside the context. The defaults are those that stop the known attacks:
// floods of parts, of parameters and of header lines.
import { nodeError } from '../errors.ts';
import { ObjectFreeze } from '../primordials.ts';
import { validateInteger, validateObject } from '../validators.ts';

export interface FormLimits {
  /** Parts of a multipart body. */
  readonly parts: number;
  /** Header bytes of one part. */
  readonly headerBytes: number;
  /** Bytes of one value. */
  readonly fieldBytes: number;
  /** Bytes of all values that are kept as text. */
  readonly formBytes: number;
  /** Names and values of query and body together. */
  readonly parameters: number;
  /** Bytes of one uploaded file. */
  readonly fileBytes: number;
}

/** Frozen: where a context serves several runs, none changes them for the next. */
export const DEFAULT_LIMITS: FormLimits = ObjectFreeze({
  parts: 100,
  headerBytes: 8192,
  fieldBytes: 1_048_576,
  formBytes: 4_194_304,
  parameters: 1000,
  fileBytes: 16_777_216,
});

/** The defaults with what the script gives instead. */
export function readLimits(given: Partial<FormLimits> = {}): FormLimits {
  validateObject(given, 'options.limits');
  const limits: Record<string, number> = { ...DEFAULT_LIMITS };
  for (const name in given) {
    const value = given[name as keyof FormLimits];
    if (!(name in DEFAULT_LIMITS))
      throw nodeError('ERR_INVALID_ARG_VALUE', `options.limits.${name}`, value, 'is no limit');
    validateInteger(value, `options.limits.${name}`, 0);
    limits[name] = value;
  }
  return limits as unknown as FormLimits; // all names of the defaults are there
}

export type FormErrorCode = 'ERR_FORM_LIMIT' | 'ERR_FORM_MALFORMED' | 'ERR_FORM_TYPE';
const STATUS: Record<FormErrorCode, number> = { ERR_FORM_LIMIT: 413, ERR_FORM_MALFORMED: 400, ERR_FORM_TYPE: 415 };

/** The client's form cannot be read; `status` is what to answer. */
export class FormError extends Error {
  readonly code: FormErrorCode;
  readonly status: number;

  constructor(code: FormErrorCode, message: string) {
    super(message);
    this.name = 'FormError';
    this.code = code;
    this.status = STATUS[code];
  }
}

/** `Cannot read the form: 101 parts, 100 allowed` */
export function overLimit(measured: number | string, what: string, limit: number): FormError {
  return new FormError('ERR_FORM_LIMIT', `Cannot read the form: ${measured} ${what}, ${limit} allowed`);
}

export function malformed(why: string): FormError {
  return new FormError('ERR_FORM_MALFORMED', `Cannot read the form: ${why}`);
}
