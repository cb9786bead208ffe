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

interface Channel {
  text: string;
  bytes: Uint8Array | undefined;
  used: number;
  /** 0 before the first write of the run: a context may have been made long before its run. */
  flushedAt: number;
}

const { now } = Date;
const set = Uint8Array.prototype.set;
const subarray = Uint8Array.prototype.subarray;
const { apply } = Reflect;
const slice = String.prototype.slice;
const charCodeAt = String.prototype.charCodeAt;

const out: Channel = { text: '', bytes: undefined, used: 0, flushedAt: 0 };
const err: Channel = { text: '', bytes: undefined, used: 0, flushedAt: 0 };
let errorsWritten = 0;

/** Writes to stdout (1) or stderr (2). Never fails: a broken pipe ends the run from outside. */
export function writeStdio(fd: StdioFd, data: string | Uint8Array): void {
  refuseAfterEnd();
  const channel = fd === 1 ? out : err;
  if (typeof data === 'string') writeText(fd, channel, data);
  else writeBytes(fd, channel, data);
  if (fd === 2 && errorsWritten < PROMPT_ERRORS) {
    errorsWritten += data.length;
    flush(fd, channel, true);
    return;
  }
  const time = now();
  if (channel.flushedAt === 0) channel.flushedAt = time;
  // A clock that was set back must not hold the page: any difference but a small one flushes.
  if (time - channel.flushedAt >= FLUSH_AFTER_MS || time < channel.flushedAt) {
    flush(fd, channel, true);
    channel.flushedAt = time;
  }
}

/** For the next run of a kept context. */
export function resetStdio(): void {
  out.text = err.text = '';
  out.used = err.used = 0;
  out.flushedAt = err.flushedAt = 0;
  errorsWritten = 0;
}

/** Hands everything written so far to the host. `deliver`: on to the parent at once. */
export function flushStdio(deliver = false): void {
  flush(1, out, deliver);
  flush(2, err, deliver);
}

function writeText(fd: StdioFd, channel: Channel, text: string): void {
  if (channel.used > 0) flush(fd, channel, false);
  channel.text += text;
  if (channel.text.length >= FLUSH_AT) flush(fd, channel, false);
}

function writeBytes(fd: StdioFd, channel: Channel, data: Uint8Array): void {
  if (channel.text !== '') flush(fd, channel, false);
  const { length } = data;
  if (length >= DIRECT_BYTES) {
    flush(fd, channel, false);
    for (let at = 0; at < length; at += MAX_PIECE) {
      host('write', fd, ownView(data, at, at + MAX_PIECE < length ? at + MAX_PIECE : length), false);
    }
    return;
  }
  channel.bytes ??= new Uint8Array(FLUSH_AT);
  if (channel.used + length > FLUSH_AT) flush(fd, channel, false);
  apply(set, channel.bytes, [data, channel.used]);
  channel.used += length;
}

function flush(fd: StdioFd, channel: Channel, deliver: boolean): void {
  const { text, used, bytes } = channel;
  channel.text = '';
  channel.used = 0;
  if (used > 0) hostRaw('write', fd, apply(subarray, bytes, [0, used]), deliver);
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
