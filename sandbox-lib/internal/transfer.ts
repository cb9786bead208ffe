// Copies of messages: what is in the transfer list moves, the rest is cloned; all or nothing. Inside the context.
// https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializewithtransfer
import { DOMException } from '../globals/dom-exception.ts';
import { isMessagePort, preparePort } from '../globals/message-channel.ts';
import { SafeMap } from './safe-collections.ts';
import { StructuredCloner } from './structured-cloner.ts';
import { isMarkedAsUntransferable } from './transfer-marks.ts';
import { isTransferableSignal, prepareSignal } from './transfer-signals.ts';
import { prepareStream, streamKind } from './transfer-streams.ts';
import { isArrayBuffer } from './views.ts';

const { transfer } = ArrayBuffer.prototype;

/** `copy` stands in the message for the original; none for memory, which is copied. `commit` takes the original its content. */
export interface Move {
  readonly copy?: object;
  commit(): void;
}

/** `sender`: the port that posts it. */
export function copyMessage(
  value: unknown,
  list: readonly unknown[],
  sender?: object,
): { copy: unknown; transferred: unknown[] } {
  const moves = new SafeMap<object, Move>();
  const halves = new SafeMap<object, true>();
  for (const item of list) prepare(item, moves, halves, sender);
  const copies = new SafeMap<object, object>();
  for (const [item, move] of moves) if (move.copy !== undefined) copies.set(item, move.copy);
  const copy = new StructuredCloner(copies).clone(value);
  for (const move of moves.values()) move.commit();
  return { copy, transferred: [...copies.values()] };
}

function prepare(item: unknown, moves: Map<object, Move>, halves: Map<object, true>, sender: object | undefined): void {
  if (typeof item !== 'object' || item === null) refuse('Found invalid value in transferList.');
  const kind = kindOf(item);
  if (kind === undefined) refuse('Found invalid value in transferList.');
  if (moves.has(item)) refuse(`Transfer list contains duplicate ${kind}`);
  if (isMarkedAsUntransferable(item)) refuse('Cannot transfer object of unsupported type.');
  moves.set(item, prepareMove(item, halves, sender));
}

function kindOf(item: object): string | undefined {
  if (isArrayBuffer(item)) return 'ArrayBuffer';
  if (isMessagePort(item)) return 'MessagePort';
  if (isTransferableSignal(item)) return 'AbortSignal';
  return streamKind(item);
}

function prepareMove(item: object, halves: Map<object, true>, sender: object | undefined): Move {
  if (isMessagePort(item)) return preparePort(item, sender);
  if (isTransferableSignal(item)) return prepareSignal(item);
  if (!isArrayBuffer(item)) return prepareStream(item, halves);
  if (item.detached) refuse('Cannot transfer object of unsupported type.');
  return { commit: () => void transfer.call(item, 0) }; // the copy is made already: all that is left is to detach
}

function refuse(message: string): never {
  throw new DOMException(message, 'DataCloneError');
}
