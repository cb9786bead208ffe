// QuotaExceededError. Inside the context. https://webidl.spec.whatwg.org/#quotaexceedederror
import { toInterface } from '../internal/web-class.ts';
import { DOMException } from './dom-exception.ts';

type Member = 'quota' | 'requested';
export type QuotaOptions = Partial<Record<Member, unknown>>;

export class QuotaExceededError extends DOMException {
  readonly #quota: number | null;
  readonly #requested: number | null;

  constructor(message: unknown = '', options: QuotaOptions = {}) {
    super(message, 'QuotaExceededError');
    this.#quota = read(options, 'quota');
    this.#requested = read(options, 'requested');
    if (this.#quota !== null && this.#requested !== null && this.#requested < this.#quota) {
      throw new RangeError('options.requested must not be less than options.quota');
    }
  }

  get quota(): number | null {
    return this.#quota;
  }

  get requested(): number | null {
    return this.#requested;
  }
}
toInterface(QuotaExceededError);

function read(options: QuotaOptions, name: Member): number | null {
  if (!(name in options)) return null;
  const value = +(options[name] as number); // as the standard converts anything
  if (!Number.isFinite(value)) {
    throw new TypeError(`Cannot convert options.${name} to a double: the value is ${value}`);
  }
  if (value < 0) throw new RangeError(`options.${name} must not be negative`);
  return value;
}
