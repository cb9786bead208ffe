// BroadcastChannel: messages to all channels of the same name in this run. Inside the context.
// https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
// Like a port, a channel that waits does not keep the run alive, and no other run hears it.
import { nodeError } from '../internal/errors.ts';
import { queueArrived } from '../internal/loop.ts';
import { SafeMap } from '../internal/safe-collections.ts';
import { DOMException } from './dom-exception.ts';
import { customInspectSymbol, finishInterface, inspectAs } from './event.ts';
import { defineEventHandler } from './event-handler.ts';
import { EventTarget } from './event-target.ts';
import { MessageEvent } from './message-event.ts';
import { structuredClone } from './structured-clone.ts';

interface State {
  readonly name: string;
  readonly queue: Array<{ readonly data: unknown }>;
  isOpen: boolean;
}

let stateOf: (value: unknown) => State | undefined;
/** The open channels of each name. */
let channels = new SafeMap<string, BroadcastChannel[]>();

function check(value: unknown): State {
  const state = stateOf(value);
  if (state === undefined) throw nodeError('ERR_INVALID_THIS', 'BroadcastChannel');
  return state;
}

export class BroadcastChannel extends EventTarget {
  declare onmessage: unknown;
  declare onmessageerror: unknown;
  readonly #state: State;

  static {
    stateOf = (value) => (typeof value === 'object' && value !== null && #state in value ? value.#state : undefined);
  }

  constructor(name: string) {
    // biome-ignore lint/complexity/noArguments: a channel named 'undefined' is allowed
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'name');
    super();
    this.#state = { name: `${name}`, queue: [], isOpen: true };
    channels.set(this.#state.name, [...(channels.get(this.#state.name) ?? []), this]);
  }

  get name(): string {
    return check(this).name;
  }

  close(): void {
    const state = check(this);
    state.isOpen = false;
    const others = (channels.get(state.name) ?? []).filter((channel) => channel !== this);
    if (others.length > 0) channels.set(state.name, others);
    else channels.delete(state.name);
  }

  postMessage(message: unknown): void {
    const { isOpen, name } = check(this);
    // biome-ignore lint/complexity/noArguments: undefined is a message
    if (arguments.length === 0) throw nodeError('ERR_MISSING_ARGS', 'message');
    if (!isOpen) throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    const copy = structuredClone(message); // refuses what cannot be sent, whoever listens
    for (const channel of channels.get(name) ?? []) {
      if (channel === this) continue;
      check(channel).queue.push({ data: structuredClone(copy) });
      queueArrived(() => deliver(channel));
    }
  }

  ref(): this {
    check(this);
    return this;
  }

  unref(): this {
    check(this);
    return this;
  }

  override [customInspectSymbol](depth: number, options: Parameters<typeof inspectAs>[3]): unknown {
    const { name, isOpen } = check(this);
    return inspectAs(this, { name, active: isOpen }, depth, options);
  }
}
finishInterface(BroadcastChannel, 'name', 'close', 'postMessage');
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

function deliver(channel: BroadcastChannel): void {
  const { isOpen, queue } = check(channel);
  const message = queue.shift();
  if (isOpen && message !== undefined) channel.dispatchEvent(new MessageEvent('message', { data: message.data }));
}

export function isBroadcastChannel(value: unknown): value is BroadcastChannel {
  return stateOf(value) !== undefined;
}

/** For receiveMessageOnPort(). */
export function takeBroadcast(channel: BroadcastChannel): { readonly data: unknown } | undefined {
  return check(channel).queue.shift();
}

/** For the next run of a kept context. */
export function resetBroadcasts(): void {
  channels = new SafeMap();
}
