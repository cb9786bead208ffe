// Contexts that a run makes with node:vm, in the isolate of the run: objects of one are seen in the other as they are. The global object
// itself is not: V8 lets no context look at that of another. Worker side; the other end is sandbox-lib/internal/vm.
import { setFlagsFromString } from 'node:v8';
import type ivm from 'isolated-vm';
import { ModuleFault } from './fault.ts';

/**
 * V8 makes no function from text for code whose way into the isolate led over another context: web pages are to be kept apart. What
 * can reach one another here belongs to one run.
 */
setFlagsFromString('--allow-unsafe-function-constructor');

/** Contexts one run may make. Each is about 1 ms and half a megabyte of the run's own memory. */
const MAX_CONTEXTS = 100;

/** Who makes contexts without the library: one isolate. */
export interface BareContexts {
  createBare(): ivm.Context;
}

interface Entry {
  readonly context: ivm.Context;
  readonly enter: ivm.Reference<() => void>;
}

export class VmContexts {
  readonly #isolate: BareContexts;
  readonly #handles: Array<{ release(): void }>;
  readonly #entries = new Map<number, Entry>();
  #made = 0;

  /** `handles`: what the run releases at its end. */
  constructor(isolate: BareContexts, handles: Array<{ release(): void }>) {
    this.#isolate = isolate;
    this.#handles = handles;
  }

  /** Makes a context and runs the first script in it, which gives an object with `enter`. */
  open(id: number, script: ivm.Script): ivm.Reference<unknown> {
    if (this.#entries.has(id)) throw failure('EINVAL', `Cannot make a context: there is one with the number ${id}`);
    if (++this.#made > MAX_CONTEXTS) {
      throw failure('ERR_SANDBOX_LIMIT', `Cannot make a context: the run has made ${MAX_CONTEXTS}`);
    }
    const context = this.#keep(this.#isolate.createBare());
    const realm = this.#keep(script.runSync(context, { reference: true })) as ivm.Reference<Record<string, unknown>>;
    const enter = this.#keep(realm.getSync('enter', { reference: true })) as Entry['enter'];
    if (enter.typeof !== 'function') throw failure('EINVAL', 'Cannot make a context: there is no way into it');
    this.#entries.set(id, { context, enter });
    return realm;
  }

  context(id: number): ivm.Context {
    return this.#get(id).context;
  }

  /** Enters a context by its own `enter`. */
  enter(id: number, options: { readonly timeout: number }): void {
    this.#get(id).enter.applySync(undefined, [], options);
  }

  #get(id: number): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw failure('EINVAL', `Cannot enter a context: there is none with the number ${id}`);
    return entry;
  }

  #keep<T extends { release(): void }>(handle: T): T {
    this.#handles.push(handle);
    return handle;
  }
}

function failure(code: string, message: string): ModuleFault {
  return new ModuleFault({ code, message });
}
