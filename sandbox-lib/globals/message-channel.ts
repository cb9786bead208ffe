// MessageChannel and MessagePort: messages between two ends of one run. Inside the context.
// https://nodejs.org/api/worker_threads.html#class-messageport
// A port that waits for messages does not keep the run alive, unlike in node: nobody outside of the run could send one.
import { codedError, refused } from '../internal/errors.ts';
import { queueArrived, queueMacrotask } from '../internal/loop.ts';
import { defineHidden, ObjectSetPrototypeOf } from '../internal/primordials.ts';
import { copyMessage } from '../internal/transfer.ts';
import { emitWarning } from '../internal/warning.ts';
import { toInterface } from '../internal/web-class.ts';
import { isBroadcastChannel, takeBroadcast } from './broadcast-channel.ts';
import { DOMException } from './dom-exception.ts';
import { customInspectSymbol, Event, inspectAs } from './event.ts';
import { defineEventHandler } from './event-handler.ts';
import { watchTargetListeners } from './event-target.ts';
import { MessageEvent } from './message-event.ts';
import { dispatchValue, NodeEventTarget } from './node-event-target.ts';

interface Message {
  readonly data: unknown;
  readonly ports: readonly unknown[];
}

/** What a port stands for; it moves to another port when its port is transferred. `closed` is the last message of the other end. */
interface End {
  readonly queue: Array<Message | 'closed'>;
  other: End | undefined;
  owner: PortClass | undefined;
}

let isPort: (value: unknown) => value is PortClass;
let connect: (one: PortClass, two: PortClass) => void;
let moveEnd: (from: PortClass, to: PortClass) => void;
let isDetached: (port: PortClass) => boolean;
let isOther: (port: PortClass, other: PortClass) => boolean;
let deliver: (end: End) => void;
let takeMessage: (port: PortClass) => Message | undefined;

class PortClass extends NodeEventTarget {
  declare onmessage: unknown;
  declare onmessageerror: unknown;
  #end: End | undefined = undefined;
  #isStarted = false;
  #isClosing = false;
  #isRefed = false;

  static {
    isPort = (value): value is PortClass => typeof value === 'object' && value !== null && #end in value;
    connect = (one, two) => {
      one.#end = { queue: [], other: undefined, owner: one };
      two.#end = { queue: [], other: one.#end, owner: two };
      one.#end.other = two.#end;
    };
    moveEnd = (from, to) => {
      to.#end = from.#end;
      if (to.#end !== undefined) to.#end.owner = to;
      from.#detach();
    };
    isDetached = (port) => port.#isClosing || port.#end === undefined;
    isOther = (port, other) => {
      const end = port.#end;
      return end !== undefined && end.other === other.#end;
    };
    deliver = (end) => {
      if (end.owner !== undefined) end.owner.#receive(end);
    };
    takeMessage = (port) => {
      const first = port.#end?.queue[0];
      if (first === undefined || first === 'closed') return undefined;
      port.#end?.queue.shift();
      return first;
    };
  }

  constructor() {
    super();
    watchTargetListeners(this, (type, size) => {
      if (type !== 'message') return;
      if (size === 0) this.#isStarted = this.#isRefed = false;
      else if (size === 1) {
        this.ref();
        this.start();
      }
    });
  }

  postMessage(message: unknown, transferOrOptions?: unknown): void {
    // biome-ignore lint/complexity/noArguments: undefined is a message
    if (arguments.length === 0) {
      throw codedError('TypeError', 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    }
    const list = readTransferArgument(transferOrOptions);
    const target = isDetached(this) ? undefined : this.#end?.other;
    const isLost = list.some((item) => isPort(item) && isOther(this, item));
    const { copy, transferred } = copyMessage(message, list, this);
    if (target !== undefined && !isLost) post(target, { data: copy, ports: transferred.filter(isPort) });
    if (!isLost) return;
    emitWarning('The target port was posted to itself, and the communication channel was lost');
    this.close();
  }

  start(): void {
    const end = this.#end;
    if (end === undefined || this.#isStarted) return;
    this.#isStarted = true;
    for (let i = 0; i < end.queue.length; i++) queueArrived(() => deliver(end));
  }

  close(callback?: (event: never) => unknown): void {
    if (typeof callback === 'function') this.once('close', callback);
    if (isDetached(this)) return;
    this.#isClosing = true;
    queueMacrotask(() => this.#finish());
  }

  ref(): void {
    if (!isDetached(this)) this.#isRefed = true;
  }

  unref(): void {
    this.#isRefed = false;
  }

  hasRef(): boolean {
    return this.#isRefed;
  }

  override [customInspectSymbol](depth: number, options: Parameters<typeof inspectAs>[3]): unknown {
    const shown = inspectAs(this, { active: this.#end !== undefined, refed: this.#isRefed }, depth, options);
    return shown.replace('MessagePort {', 'MessagePort [EventTarget] {');
  }

  /** One message, or the news that the other end was closed, which comes last but waits for no listener. */
  #receive({ queue }: End): void {
    if (!this.#isStarted && queue[0] !== 'closed') return;
    const message = queue.shift();
    if (message === 'closed') this.#finish();
    else if (message !== undefined) {
      dispatchValue(this, new MessageEvent('message', { ...message }), message.data);
    }
  }

  #finish(): void {
    const end = this.#end;
    if (end === undefined) return;
    this.#detach();
    end.owner = undefined;
    if (end.other !== undefined) post(end.other, 'closed');
    this.dispatchEvent(new Event('close'));
  }

  #detach(): void {
    this.#end = undefined;
    this.#isStarted = this.#isRefed = false;
  }
}
defineEventHandler(PortClass.prototype, 'message');
defineEventHandler(PortClass.prototype, 'messageerror');
toInterface(Object.defineProperty(PortClass, 'name', { __proto__: null, value: 'MessagePort' }));

function post(target: End, message: Message | 'closed'): void {
  target.queue.push(message);
  queueArrived(() => deliver(target));
}

/** What postMessage() is told to transfer: a list, or options with one. */
function readTransferArgument(given: unknown): unknown[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== 'object') throw notIterable('transferList');
  if (isIterable(given)) return readList(given, 'transferList');
  const { transfer } = given as { transfer?: unknown };
  if (transfer === undefined) return [];
  if (!isIterable(transfer)) throw notIterable('options.transfer');
  return readList(transfer, 'options.transfer');
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, Symbol.iterator) === 'function';
}

/** Errors of the iterator itself are the script's; one that is no iterator is refused as no list. */
function readList(list: Iterable<unknown>, name: string): unknown[] {
  const iterator = list[Symbol.iterator]() as Partial<Iterator<unknown>> | undefined; // whatever it gives
  if (typeof iterator?.next !== 'function') throw notIterable(name);
  const items: unknown[] = [];
  for (let step = iterator.next(); !step.done; step = iterator.next()) items.push(step.value);
  return items;
}

function notIterable(name: string): Error {
  return codedError('TypeError', 'ERR_INVALID_ARG_TYPE', `Optional ${name} argument must be an iterable`);
}

export type MessagePort = PortClass;

/** No script makes one. A function, as in node, where it can be called without `new`. */
export function MessagePort(): never {
  throw codedError('TypeError', 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
}
MessagePort.prototype = PortClass.prototype;
defineHidden(PortClass.prototype, 'constructor', MessagePort);
ObjectSetPrototypeOf(MessagePort, NodeEventTarget);

export function MessageChannel(this: unknown): object {
  if (!new.target) {
    const message = 'Cannot call constructor without `new`';
    throw codedError('TypeError', 'ERR_CONSTRUCT_CALL_REQUIRED', message);
  }
  const port1 = new PortClass();
  const port2 = new PortClass();
  connect(port1, port2);
  return Object.assign(this as object, { port1, port2 }); // made by `new`
}

export function isMessagePort(value: unknown): value is PortClass {
  return isPort(value);
}

/** For a transfer: what takes the place of a port, in two steps. */
export function preparePort(port: PortClass, sender: unknown): { copy: PortClass; commit(): void } {
  if (port === sender) throw new DOMException('Transfer list contains source port', 'DataCloneError');
  if (isDetached(port)) throw new DOMException('MessagePort in transfer list is already detached', 'DataCloneError');
  const copy = new PortClass();
  return { copy, commit: () => moveEnd(port, copy) };
}

/** One waiting message of a port or a BroadcastChannel, at once. */
export function receiveMessageOnPort(port: unknown): { message: unknown } | undefined {
  const message = isPort(port) ? takeMessage(port) : isBroadcastChannel(port) ? takeBroadcast(port) : portExpected();
  return message === undefined ? undefined : { message: message.data };
}

function portExpected(): never {
  throw codedError('TypeError', 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
}

/** Other contexts have no ports. */
export function moveMessagePortToContext(port: unknown, _context: unknown): never {
  if (!isPort(port)) return portExpected();
  if (isDetached(port)) throw codedError('Error', 'ERR_CLOSED_MESSAGE_PORT', 'Cannot send data on closed MessagePort');
  throw refused('worker_threads.moveMessagePortToContext()', 'a port belongs to its context', 'pass functions instead');
}
