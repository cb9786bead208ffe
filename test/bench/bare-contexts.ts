// Fresh V8 contexts with nothing in them, recycled as a worker recycles them: what everything else is measured against.
import ivm from 'isolated-vm';

const PER_ISOLATE = 50;
const MEMORY = 128;

export class BareContexts {
  #isolate = new ivm.Isolate({ memoryLimit: MEMORY });
  #made = 0;

  /** The one before must have been released. */
  make(): ivm.Context {
    if (this.#made === PER_ISOLATE) {
      this.#isolate.dispose();
      this.#isolate = new ivm.Isolate({ memoryLimit: MEMORY });
      this.#made = 0;
    }
    this.#made++;
    return this.#isolate.createContextSync();
  }
}
