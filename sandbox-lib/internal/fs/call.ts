// From the numbers of the host to Node's errors: `ENOENT: no such file or directory, open 'x'`. Inside the context.
import { errnoError } from '../errors.ts';

/** The result of a host call that answers text or bytes; its errno becomes an error. */
export function expect<T extends string | Uint8Array>(
  result: T | number,
  syscall: string,
  path?: string,
  dest?: string,
): T {
  if (typeof result === 'number') throw errnoError(result, syscall, path, dest);
  return result;
}

/** The same for a call that answers a number. */
export function expectNumber(result: number, syscall: string, path?: string, dest?: string): number {
  if (result < 0) throw errnoError(result, syscall, path, dest);
  return result;
}
