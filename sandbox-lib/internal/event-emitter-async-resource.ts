// EventEmitterAsyncResource. A run has no async hooks, so its resource keeps ids and calls listeners as they are. Inside the context.
// https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
import { nodeError } from './errors.ts';
import { EventEmitter, type EventEmitterOptions, type EventName } from './event-emitter.ts';
import { validateString } from './validators.ts';

export interface AsyncResourceOptions extends EventEmitterOptions {
  name?: string;
  triggerAsyncId?: number;
  requireManualDestroy?: boolean;
}

let lastId = 1;

class EmitterResource {
  readonly #emitter: EventEmitter;
  readonly #id = ++lastId;
  readonly #triggerId: number;

  constructor(emitter: EventEmitter, triggerId = 1) {
    if (!Number.isSafeInteger(triggerId) || triggerId < -1)
      throw nodeError('ERR_INVALID_ASYNC_ID', 'triggerAsyncId', triggerId);
    this.#emitter = emitter;
    this.#triggerId = triggerId;
  }

  get eventEmitter(): EventEmitter {
    return this.#emitter;
  }

  asyncId(): number {
    return this.#id;
  }

  triggerAsyncId(): number {
    return this.#triggerId;
  }

  runInAsyncScope<T, A extends unknown[], R>(fn: (this: T, ...args: A) => R, self: T, ...args: A): R {
    return fn.apply(self, args);
  }

  emitDestroy(): this {
    return this;
  }
}

export class EventEmitterAsyncResource extends EventEmitter {
  readonly #resource: EmitterResource;

  constructor(options?: string | AsyncResourceOptions) {
    const given = typeof options === 'string' ? undefined : options;
    if (typeof options !== 'string' && new.target === EventEmitterAsyncResource)
      validateString(options?.name, 'options.name');
    super(given);
    this.#resource = new EmitterResource(this, given?.triggerAsyncId);
  }

  override emit(event: EventName, ...args: unknown[]): boolean {
    return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy(): void {
    this.#resource.emitDestroy();
  }

  get asyncId(): number {
    return this.#resource.asyncId();
  }

  get triggerAsyncId(): number {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource(): EmitterResource {
    return this.#resource;
  }
}
