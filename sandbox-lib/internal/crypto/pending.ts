// Data on its way into a digest: kept until there is enough of it to be worth a host call. Inside the context.
import { Buffer } from '../buffer.ts';
import { type Encoding, normalizeEncoding } from '../encodings/names.ts';
import { nodeErrorAbove } from '../errors.ts';
import { joinBytes } from '../join-bytes.ts';
import { validateEncoding } from '../validators.ts';
import { isArrayBufferView } from '../views.ts';

/** What is handed over in one piece. */
const ENOUGH = 1 << 20;

export class Pending {
  #text = '';
  #parts: Uint8Array[] = [];
  #size = 0;

  get isEnough(): boolean {
    return this.#size > ENOUGH;
  }

  add(data: string | ArrayBufferView, encoding: unknown): void {
    if (typeof data !== 'string') {
      const { buffer, byteOffset, byteLength } = data;
      // A copy: the script may change its own before the digest is made.
      this.#push(new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)));
      return;
    }
    const known = encodingOf(encoding);
    // A lone surrogate is one of U+FFFD by itself and half a character beside the other half.
    if (known === 'utf8' && this.#parts.length === 0 && data.isWellFormed()) {
      this.#text += data;
      this.#size += data.length;
    } else {
      this.#push(Buffer.from(data, known));
    }
  }

  #push(bytes: Uint8Array): void {
    if (this.#text !== '') this.#parts.push(Buffer.from(this.#text, 'utf8'));
    this.#text = '';
    this.#parts.push(bytes);
    this.#size += bytes.length;
  }

  /** All of it in one piece, with no other memory behind it. */
  peek(): string | Uint8Array {
    if (this.#parts.length === 0) return this.#text;
    const [first] = this.#parts;
    if (this.#parts.length === 1 && first !== undefined && first.byteLength === first.buffer.byteLength) return first;
    const whole = joinBytes(this.#parts);
    this.#parts = [whole];
    return whole;
  }

  clear(): void {
    this.#text = '';
    this.#parts = [];
    this.#size = 0;
  }

  copy(): Pending {
    const copy = new Pending();
    copy.#text = this.#text;
    copy.#parts = [...this.#parts];
    copy.#size = this.#size;
    return copy;
  }
}

/** As node's native part reads the name of an encoding: what it does not know is UTF-8. */
export function encodingOf(encoding: unknown): Encoding {
  return encoding === undefined || encoding === 'utf8' ? 'utf8' : (normalizeEncoding(encoding as string) ?? 'utf8');
}

/** The check of every update(). */
export function validateData(
  above: (...args: never[]) => unknown,
  data: unknown,
  encoding: unknown,
): asserts data is string | ArrayBufferView {
  if (typeof data === 'string') {
    if (encoding !== undefined) validateEncoding(data, encoding);
  } else if (!isArrayBufferView(data)) {
    throw nodeErrorAbove(above, 'ERR_INVALID_ARG_TYPE', 'data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
}
