// The value of a Status field. Parent process; RFC 3875 6.3.3.
import { CgiError } from '../errors.ts';
import { showBytes } from './diagnosis.ts';

export interface Status {
  readonly status: number;
  /** Reason phrase, '' when there was none. */
  readonly statusText: string;
}

/**
 * Reads '404' or '404 Not Found'.
 * @throws CgiError BAD_STATUS when it is not a final status: 200 to 599 is what a web Response carries
 */
export function parseStatus(value: string, script: string): Status {
  // The reason phrase of a status line has not been checked for control characters yet.
  if (!/^[2-5]\d\d(?:[ \t][\t\x20-\x7e\x80-\xff]*)?$/.test(value)) {
    throw new CgiError(
      'BAD_STATUS',
      `Cannot accept the status of script "${script}": ${showBytes(value)} is not a number from 200 to 599`,
    );
  }
  return { status: Number(value.slice(0, 3)), statusText: value.slice(4).trim() };
}
