// EventEmitterAsyncResource: listeners see the AsyncLocalStorage values of where it was made. Inside the context.
// https://nodejs.org/api/events.html#class-eventseventemitterasyncresource-extends-eventemitter
import { AsyncResource, type AsyncResourceOptions as ResourceOptions } from './async-resource.ts';
import { EventEmitter, type EventEmitterOptions, type EventName } from './event-emitter.ts';
import { validateString } from './validators.ts';

export interface AsyncResourceOptions extends EventEmitterOptions, ResourceOptions {
  name?: string;
}

class EmitterResource extends AsyncResource {
  readonly #emitter: EventEmitter;

  constructor(emitter: EventEmitter, type: string, options: AsyncResourceOptions) {
    super(type, options);
    this.#emitter = emitter;
  }

  get eventEmitter(): EventEmitter {
    return this.#emitter;
  }
}

export class EventEmitterAsyncResource extends EventEmitter {
  readonly #resource: EmitterResource;

  constructor(options?: string | AsyncResourceOptions) {
    const given = typeof options === 'string' ? undefined : options;
    const name = typeof options === 'string' ? options : options?.name;
    if (typeof options !== 'string' && new.target === EventEmitterAsyncResource)
      validateString(options?.name, 'options.name');
    super(given);
    this.#resource = new EmitterResource(this, name ?? new.target.name, given ?? {});
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
