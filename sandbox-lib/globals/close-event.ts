// CloseEvent and ErrorEvent. Inside the context: nothing here sends them, libraries and scripts do. https://websockets.spec.whatwg.org/#closeevent
// https://html.spec.whatwg.org/multipage/webappapis.html#errorevent
import { checkDictionary } from '../internal/fetch/request-init.ts';
import { toInterface } from '../internal/web-class.ts';
import { Event, type EventInit } from './event.ts';

export interface CloseEventInit extends EventInit {
  wasClean?: unknown;
  code?: unknown;
  reason?: unknown;
}

export interface ErrorEventInit extends EventInit {
  message?: unknown;
  filename?: unknown;
  lineno?: unknown;
  colno?: unknown;
  error?: unknown;
}

export class CloseEvent extends Event {
  readonly #init: CloseEventInit;

  constructor(type: string, init: CloseEventInit | null = {}) {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) throw new TypeError('CloseEvent constructor: 1 argument required, but 0 found.');
    checkDictionary(init);
    super(type, init ?? {});
    this.#init = init ?? {};
  }

  get wasClean(): boolean {
    return Boolean(this.#init.wasClean);
  }

  get code(): number {
    return Number(this.#init.code ?? 0);
  }

  get reason(): string {
    return `${this.#init.reason ?? ''}`;
  }
}
toInterface(CloseEvent);

export class ErrorEvent extends Event {
  readonly #init: ErrorEventInit;

  constructor(type: string, init: ErrorEventInit) {
    // biome-ignore lint/complexity/noArguments: an event of type 'undefined' is allowed
    if (arguments.length === 0) throw new TypeError('ErrorEvent constructor: 1 argument required, but 0 found.');
    super(type, init);
    this.#init = init ?? {};
  }

  get message(): string {
    return `${this.#init.message ?? ''}`;
  }

  get filename(): string {
    return `${this.#init.filename ?? ''}`;
  }

  get lineno(): number {
    return Number(this.#init.lineno ?? 0);
  }

  get colno(): number {
    return Number(this.#init.colno ?? 0);
  }

  get error(): unknown {
    return this.#init.error;
  }
}
toInterface(ErrorEvent);
