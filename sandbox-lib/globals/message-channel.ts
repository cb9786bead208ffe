// MessageChannel, MessagePort and MessageEvent: messages between two ends of one run. Inside the context.
// https://html.spec.whatwg.org/multipage/web-messaging.html
// A port that waits for messages does not keep the run alive, unlike in node: nobody outside of the run could send one.
import { codedError } from '../internal/errors.ts';
import { queueMacrotask } from '../internal/loop.ts';
import { toInterface } from '../internal/web-class.ts';
import { Event } from './event.ts';
import { defineEventHandler, EventTarget } from './event-target.ts';
import { structuredClone } from './structured-clone.ts';

export interface MessageEventInit {
  data?: unknown;
  origin?: unknown;
  lastEventId?: unknown;
  source?: unknown;
  ports?: readonly unknown[];
}

export class MessageEvent extends Event {
  readonly #init: MessageEventInit;

  constructor(type: string, init: MessageEventInit = {}) {
    super(type, init as object);
    this.#init = init;
  }

  get data(): unknown {
    return this.#init.data ?? null;
  }

  get origin(): string {
    return `${this.#init.origin ?? ''}`;
  }

  get lastEventId(): string {
    return `${this.#init.lastEventId ?? ''}`;
  }

  get source(): unknown {
    return this.#init.source ?? null;
  }

  get ports(): readonly unknown[] {
    return this.#init.ports ?? [];
  }
}
toInterface(MessageEvent);

type Listener = (data: unknown) => void;
const key = Symbol('MessagePort');
let connect: (one: MessagePort, two: MessagePort) => void;

export class MessagePort extends EventTarget {
  declare onmessage: unknown;
  #other: MessagePort | undefined;
  /** What came before start(). */
  #waiting: unknown[] | undefined = [];
  #closed = false;
  readonly #listeners = new Map<Listener, (event: MessageEvent) => void>();

  static {
    connect = (one, two) => {
      one.#other = two;
      two.#other = one;
    };
  }

  constructor(proof?: unknown) {
    if (proof !== key) throw codedError('TypeError', 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
    super();
  }

  postMessage(message: unknown, options?: readonly ArrayBuffer[] | { transfer?: readonly ArrayBuffer[] }): void {
    // biome-ignore lint/complexity/noArguments: undefined is a message
    if (arguments.length === 0) {
      throw codedError('TypeError', 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    }
    const transfer = Array.isArray(options)
      ? { transfer: options }
      : (options as { transfer?: ArrayBuffer[] } | undefined);
    const copy = structuredClone(message, transfer);
    const other = this.#other;
    if (this.#closed || other === undefined) return;
    if (other.#waiting === undefined) queueMacrotask(() => other.#deliver(copy));
    else other.#waiting.push(copy);
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of waiting) queueMacrotask(() => this.#deliver(message));
  }

  close(): void {
    if (this.#closed) return;
    queueMacrotask(() => {
      this.#end();
      if (this.#other !== undefined) this.#other.#end();
    });
  }

  /** node's way to listen: the listener gets the data itself. */
  on(type: string, listener: Listener): this {
    const given = (event: MessageEvent): void => listener(event.data);
    this.#listeners.set(listener, given);
    this.addEventListener(type, given as never);
    if (type === 'message') this.start();
    return this;
  }

  once(type: string, listener: Listener): this {
    this.addEventListener(type, ((event: MessageEvent) => listener(event.data)) as never, { once: true });
    if (type === 'message') this.start();
    return this;
  }

  off(type: string, listener: Listener): this {
    const given = this.#listeners.get(listener);
    if (given !== undefined) this.removeEventListener(type, given as never);
    return this;
  }

  ref(): void {}

  unref(): void {}

  #deliver(data: unknown): void {
    if (!this.#closed) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.dispatchEvent(new Event('close'));
  }
}
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
defineEventHandler(MessagePort.prototype, 'close');
const handler = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
Object.defineProperty(MessagePort.prototype, 'onmessage', {
  ...handler,
  set(this: MessagePort, value: unknown) {
    handler?.set?.call(this, value);
    this.start(); // as the standard says of this way to listen
  },
});
toInterface(MessagePort);

export class MessageChannel {
  readonly port1: MessagePort = new MessagePort(key);
  readonly port2: MessagePort = new MessagePort(key);

  constructor() {
    connect(this.port1, this.port2);
  }
}
