// Names and messages of libuv's errors, for util: getSystemErrorName and its like. Inside the context.
import { ERRNO_TABLE } from './errno.ts';
import { errnoException, nodeError } from './errors.ts';
import { validateNumber } from './validators.ts';

function checkErrno(err: unknown): asserts err is number {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw nodeError('ERR_OUT_OF_RANGE', 'err', 'a negative integer', err);
}

export function getSystemErrorName(err: unknown): string {
  checkErrno(err);
  return ERRNO_TABLE.get(err)?.[0] ?? `Unknown system error ${err}`;
}

export function getSystemErrorMessage(err: unknown): string {
  checkErrno(err);
  return ERRNO_TABLE.get(err)?.[1] ?? `Unknown system error ${err}`;
}

export function getSystemErrorMap(): Map<number, [name: string, message: string]> {
  return new Map([...ERRNO_TABLE].map(([errno, [name, message]]) => [errno, [name, message]]));
}

/** util._errnoException: old code makes its errors with it. */
export function errnoExceptionOf(err: unknown, syscall: string, original?: string): Error {
  checkErrno(err);
  return errnoException(err, syscall, original);
}

/** util._exceptionWithHostPort: the same with an address. */
export function exceptionWithHostPort(
  err: unknown,
  syscall: string,
  address: string,
  port?: number,
  additional?: string,
): Error {
  checkErrno(err);
  const where = port && port > 0 ? `${address}:${port}` : address;
  const details = `${where ? ` ${where}` : ''}${additional ? ` - Local (${additional})` : ''}`;
  const error = errnoException(err, syscall);
  error.message += details;
  Error.captureStackTrace(error, exceptionWithHostPort);
  return Object.assign(error, { address }, port ? { port } : {});
}
