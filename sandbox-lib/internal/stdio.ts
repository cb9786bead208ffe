// stdout and stderr of a run: buffered here, flushed to the host in pieces. Inside the context, on the path of every request.
// Text crosses as a string: the host encodes it faster than a loop in here (64 KB: 10 µs against 430).
import { refuseAfterEnd } from './exit.ts';
import { host, hostRaw } from './host.ts';
import { ownView } from './own-view.ts';

type StdioFd = 1 | 2;
/** Characters or bytes that wait before they cross. */
const FLUSH_AT = 32_768;
/** Bytes objects of this size cross at once instead of being copied together. */
const DIRECT_BYTES = 8192;
/** Largest piece of one crossing: the host refuses more. */
const MAX_PIECE = 1_048_576;
/** A page that trickles reaches its reader: milliseconds since the last flush. */
const FLUSH_AFTER_MS = 50;

/** Characters or bytes of stderr that cross as they are written: they are wanted most when a script never comes to its end. */
const PROMPT_ERRORS = 65_536;

const { now } = Date;
const set = Uint8Array.prototype.set;
const subarray = Uint8Array.prototype.subarray;
const { apply } = Reflect;
const slice = String.prototype.slice;
const charCodeAt = String.prototype.charCodeAt;

// What waits, by descriptor. Arrays: a first object of a shape costs a context a map for each of its members, together 5 µs.
const waitingText = ['', '', ''];
const waitingBytes: Array<Uint8Array | undefined> = [undefined, undefined, undefined];
const usedBytes = [0, 0, 0];
/** 0 before the first write of the run: a context may have been made long before its run. */
const flushedAt = [0, 0, 0];
let errorsWritten = 0;

/** Writes to stdout (1) or stderr (2). Never fails: a broken pipe ends the run from outside. */
export function writeStdio(fd: StdioFd, data: string | Uint8Array): void {
  refuseAfterEnd();
  if (typeof data === 'string') writeText(fd, data);
  else writeBytes(fd, data);
  if (fd === 2 && errorsWritten < PROMPT_ERRORS) {
    errorsWritten += data.length;
    flush(fd, true);
    return;
  }
  const time = now();
  const before = flushedAt[fd] || time;
  // A clock that was set back must not hold the page: any difference but a small one flushes.
  const isDue = time - before >= FLUSH_AFTER_MS || time < before;
  if (isDue) flush(fd, true);
  flushedAt[fd] = isDue ? time : before;
}

/** For the next run of a kept context. */
export function resetStdio(): void {
  for (let fd = 1; fd <= 2; fd++) {
    waitingText[fd] = '';
    usedBytes[fd] = 0;
    flushedAt[fd] = 0;
  }
  errorsWritten = 0;
}

/** Hands everything written so far to the host. `deliver`: on to the parent at once. */
export function flushStdio(deliver = false): void {
  flush(1, deliver);
  flush(2, deliver);
}

function writeText(fd: StdioFd, text: string): void {
  if (usedBytes[fd] !== 0) flush(fd, false);
  const all = waitingText[fd] + text;
  waitingText[fd] = all;
  if (all.length >= FLUSH_AT) flush(fd, false);
}

function writeBytes(fd: StdioFd, data: Uint8Array): void {
  if (waitingText[fd] !== '') flush(fd, false);
  const { length } = data;
  if (length >= DIRECT_BYTES) {
    flush(fd, false);
    for (let at = 0; at < length; at += MAX_PIECE) {
      host('write', fd, ownView(data, at, at + MAX_PIECE < length ? at + MAX_PIECE : length), false);
    }
    return;
  }
  waitingBytes[fd] ??= new Uint8Array(FLUSH_AT);
  if ((usedBytes[fd] ?? 0) + length > FLUSH_AT) flush(fd, false);
  const used = usedBytes[fd] ?? 0;
  apply(set, waitingBytes[fd], [data, used]);
  usedBytes[fd] = used + length;
}

function flush(fd: StdioFd, deliver: boolean): void {
  const text = waitingText[fd] ?? '';
  const used = usedBytes[fd] ?? 0;
  waitingText[fd] = '';
  usedBytes[fd] = 0;
  if (used > 0) hostRaw('write', fd, apply(subarray, waitingBytes[fd], [0, used]), deliver);
  let at = 0;
  while (text.length - at > MAX_PIECE) {
    const end = at + MAX_PIECE;
    // A surrogate pair must not be cut: each half alone would become U+FFFD.
    const next = (apply(charCodeAt, text, [end - 1]) & 0xfc00) === 0xd800 ? end - 1 : end;
    hostRaw('write', fd, apply(slice, text, [at, next]), deliver);
    at = next;
  }
  if (text !== '') hostRaw('write', fd, at === 0 ? text : apply(slice, text, [at]), deliver);
}
