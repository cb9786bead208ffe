// An object of node:crypto that lives on the host as a small number, from its making to its end. Inside the context.
import type { Buffer } from '../buffer.ts';
import { host } from '../host.ts';
import { hostError, pack, toBuffer, unpack } from '../packing.ts';
import { openObject } from './digest.ts';

export class HostObject {
  #id: number | undefined;

  constructor(kind: string, ...args: unknown[]) {
    this.#id = openObject(kind, args);
  }

  get isClosed(): boolean {
    return this.#id === undefined;
  }

  /** Its update(): what comes out, for a cipher. */
  update(data: string | Uint8Array): Buffer {
    const result = host('cryptoUpdate', this.#id ?? -1, data);
    if (typeof result === 'number') throw hostError();
    return toBuffer(result);
  }

  /** One of its methods. */
  use(method: string, ...args: unknown[]): unknown {
    const { text, bytes } = pack(args);
    return unpack(host('cryptoUse', this.#id ?? -1, method, text, ...bytes));
  }

  /** DiffieHellman's verifyError. */
  get verifyError(): number {
    return host('cryptoUse', this.#id ?? -1, 'verifyError', '[]') as number; // says the contract
  }

  close(): void {
    if (this.#id !== undefined) host('cryptoClose', this.#id);
    this.#id = undefined;
  }
}
