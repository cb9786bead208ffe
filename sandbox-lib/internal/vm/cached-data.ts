// Cached data of node:vm. The server keeps compiled code itself and finds it by its text, so what a script is given to keep is only the mark
// of that text: it is accepted for the same text again. Inside the context.
import { Buffer } from '../buffer.ts';
import { host } from '../host.ts';

const MARK = 'freshcgi cached data 1\n';

export function cachedDataOf(code: string): Buffer {
  return Buffer.from(`${MARK}${String(host('cryptoHash', 'sha256', code, 'hex'))}`, 'latin1');
}

function isCachedDataOf(code: string, data: ArrayBufferView): boolean {
  return cachedDataOf(code).equals(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}

/** What node puts on a script or a function for the options about cached data. */
export function addCachedData(
  target: { cachedData?: Buffer; cachedDataProduced?: boolean; cachedDataRejected?: boolean },
  code: string,
  { cachedData, produceCachedData }: { cachedData?: ArrayBufferView; produceCachedData?: boolean },
): void {
  if (cachedData !== undefined) target.cachedDataRejected = !isCachedDataOf(code, cachedData);
  if (produceCachedData !== true) return;
  target.cachedDataProduced = true;
  target.cachedData = cachedDataOf(code);
}
