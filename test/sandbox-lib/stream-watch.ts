// What a stream does, for the tests that hold ours to node's.
import type nodeStream from 'node:stream';
import type { Log } from './trace.ts';

export type Streams = typeof nodeStream;
type Readable = InstanceType<Streams['Readable']>;
type Writable = InstanceType<Streams['Writable']>;

const EVENTS = new Set(['readable', 'data', 'end', 'close', 'error', 'pause', 'resume', 'pipe', 'unpipe', 'finish']);
for (const name of ['drain', 'prefinish']) EVENTS.add(name);

/** Logs every event of a stream without listening to it, which would change what it does. */
export function watch<T extends Readable | Writable>(stream: T, name: string, log: Log): T {
  const { emit } = stream;
  stream.emit = function (this: T, event: string, ...args: unknown[]) {
    if (EVENTS.has(event)) log(name, event, event === 'data' ? String(args[0]) : event === 'error' ? args[0] : '');
    return emit.call(this, event as never, ...(args as never[]));
  } as typeof stream.emit;
  return stream;
}

export function readableState(stream: Readable): unknown[] {
  const { readableLength, readableFlowing, readableEnded, destroyed, readable, readableDidRead, readableAborted } =
    stream;
  const { closed, errored, readableHighWaterMark, readableObjectMode, readableEncoding } = stream;
  return [
    ...[readableLength, readableFlowing, readableEnded, destroyed, readable, readableDidRead, readableAborted],
    ...[closed, errored, readableHighWaterMark, readableObjectMode, readableEncoding, stream.isPaused()],
  ];
}

export function writableState(stream: Writable): unknown[] {
  const { writableLength, writableEnded, writableFinished, writableNeedDrain, writableCorked, writable } = stream;
  const { writableHighWaterMark, writableObjectMode, destroyed, closed, errored } = stream;
  return [
    ...[writableLength, writableEnded, writableFinished, writableNeedDrain, writableCorked, writable],
    ...[writableHighWaterMark, writableObjectMode, destroyed, closed, errored],
  ];
}
