// AbortSignals that can be sent in messages. Inside the context. https://nodejs.org/api/util.html#utiltransferableabortsignalsignal
import { AbortController, type AbortSignal, isAbortSignal } from '../globals/abort-controller.ts';
import { structuredClone } from '../globals/structured-clone.ts';
import { addAbortListener } from './abort-listener.ts';
import { nodeError } from './errors.ts';
import { queueMacrotask } from './loop.ts';
import { SafeWeakMap } from './safe-collections.ts';
import type { Move } from './transfer.ts';

const signals = new SafeWeakMap<object, true>();

export function isTransferableSignal(value: object): value is AbortSignal {
  return signals.has(value);
}

export function transferableAbortSignal(signal: unknown): AbortSignal {
  if (!isAbortSignal(signal)) throw nodeError('ERR_INVALID_ARG_TYPE', 'signal', 'AbortSignal', signal);
  signals.set(signal, true);
  return signal;
}

export function transferableAbortController(): AbortController {
  const controller = new AbortController();
  signals.set(controller.signal, true);
  return controller;
}

/** The copy is aborted as by a message. The original stays what it is. */
export function prepareSignal(signal: AbortSignal): Move {
  const controller = new AbortController();
  signals.set(controller.signal, true);
  const follow = (): void => controller.abort(structuredClone(signal.reason));
  return {
    copy: controller.signal,
    commit(): void {
      if (signal.aborted) follow();
      else addAbortListener(signal, () => queueMacrotask(follow));
    },
  };
}
