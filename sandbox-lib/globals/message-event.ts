// MessageEvent. Inside the context. https://html.spec.whatwg.org/multipage/comms.html#the-messageevent-interface
import { inspect } from '../internal/inspect.ts';
import { ObjectFreeze } from '../internal/primordials.ts';
import { toInterface } from '../internal/web-class.ts';
import { Event } from './event.ts';
import { isMessagePort } from './message-channel.ts';

export interface MessageEventInit {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
  data?: unknown;
  origin?: unknown;
  lastEventId?: unknown;
  source?: unknown;
  ports?: unknown;
}

interface Message {
  readonly data: unknown;
  readonly origin: string;
  readonly lastEventId: string;
  readonly source: unknown;
  readonly ports: readonly unknown[];
}

export class MessageEvent extends Event {
  readonly #message: Message;

  constructor(type: string, init: MessageEventInit = {}) {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) fail('1 argument required, but 0 found.');
    if (init !== null && typeof init !== 'object' && typeof init !== 'function') {
      fail(`Expected ${show(init)} to be one of: Null, Undefined, Object.`);
    }
    super(type, init);
    this.#message = readMessage(init ?? {});
  }

  get data(): unknown {
    return this.#message.data;
  }

  get origin(): string {
    return this.#message.origin;
  }

  get lastEventId(): string {
    return this.#message.lastEventId;
  }

  get source(): unknown {
    return this.#message.source;
  }

  get ports(): readonly unknown[] {
    return this.#message.ports;
  }

  /** Changes nothing in node: it makes another event. */
  initMessageEvent(
    type: string,
    bubbles = false,
    cancelable = false,
    data: unknown = null,
    origin = '',
    lastEventId = '',
    source: unknown = null,
    ports: unknown = [],
  ): MessageEvent {
    return new MessageEvent(type, { bubbles, cancelable, data, origin, lastEventId, source, ports });
  }
}
toInterface(MessageEvent);

function readMessage({ data = null, origin = '', lastEventId = '', source = null, ports }: MessageEventInit): Message {
  if (source !== null) checkPort(source, 'source');
  const list = ports === undefined ? [] : readPorts(ports);
  return { data, origin: `${origin}`, lastEventId: `${lastEventId}`, source, ports: ObjectFreeze(list) };
}

function readPorts(ports: unknown): unknown[] {
  const iterable = ports as Partial<Iterable<unknown>> | null; // looked at in the next line
  if (typeof ports !== 'object' || typeof iterable?.[Symbol.iterator] !== 'function') {
    fail(`eventInitDict.ports (${show(ports)}) is not iterable.`);
  }
  const list = [...(ports as Iterable<unknown>)]; // just checked
  list.forEach((port, index) => {
    checkPort(port, `ports[${index}]`);
  });
  return list;
}

function checkPort(value: unknown, member: string): void {
  if (!isMessagePort(value)) {
    fail(`Expected eventInitDict.${member} ("${show(value)}") to be an instance of MessagePort.`);
  }
}

/** As node's fetch shows values in its errors. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return inspect(value);
  if (typeof value === 'string') return `"${value}"`;
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

function fail(what: string): never {
  throw new TypeError(`MessageEvent constructor: ${what}`);
}
