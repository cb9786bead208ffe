// Puts node's globals on globalThis. Inside the context, on the path of every request: each is an accessor that makes the value at its
// first use and then becomes a plain property.

import { Buffer } from '../internal/buffer.ts';
import { globalConsole } from '../internal/global-console.ts';
import { ObjectDefineProperty } from '../internal/primordials.ts';
import { process } from '../internal/process.ts';
import * as timers from '../internal/timers.ts';
import { URL } from '../internal/url.ts';
import { URLPattern } from '../internal/url-pattern.ts';
import { URLSearchParams } from '../internal/url-search-params.ts';
import { AbortController, AbortSignal } from './abort-controller.ts';
import { atob, btoa } from './base64.ts';
import { DOMException } from './dom-exception.ts';
import { TextDecoder, TextEncoder } from './encoding.ts';
import { CustomEvent, Event } from './event.ts';
import { EventTarget } from './event-target.ts';
import { structuredClone } from './structured-clone.ts';

/** V8's own console, which speaks to an inspector only. */
export const nativeConsole = (globalThis as { console?: object }).console ?? {};

/** By name: the value, and whether it is enumerable as in node. */
const GLOBALS: Record<string, [make: () => unknown, enumerable: boolean]> = {
  process: [() => process, false],
  Buffer: [() => Buffer, false],
  console: [() => globalConsole, false],
  AbortController: [() => AbortController, false],
  AbortSignal: [() => AbortSignal, false],
  CustomEvent: [() => CustomEvent, false],
  DOMException: [() => DOMException, false],
  Event: [() => Event, false],
  EventTarget: [() => EventTarget, false],
  TextDecoder: [() => TextDecoder, false],
  TextEncoder: [() => TextEncoder, false],
  URL: [() => URL, false],
  URLPattern: [() => URLPattern, false],
  URLSearchParams: [() => URLSearchParams, false],
  atob: [() => atob, true],
  btoa: [() => btoa, true],
  clearImmediate: [() => timers.clearImmediate, true],
  clearInterval: [() => timers.clearInterval, true],
  clearTimeout: [() => timers.clearTimeout, true],
  queueMicrotask: [() => timers.queueMicrotask, true],
  setImmediate: [() => timers.setImmediate, true],
  setInterval: [() => timers.setInterval, true],
  setTimeout: [() => timers.setTimeout, true],
  structuredClone: [() => structuredClone, true],
};

export function installGlobals(): void {
  ObjectDefineProperty(globalThis, 'global', {
    value: globalThis,
    writable: true,
    configurable: true,
    enumerable: true,
  });
  for (const name in GLOBALS) {
    const [make, enumerable] = GLOBALS[name] as [() => unknown, boolean]; // the loop's own key
    const settle = (value: unknown) =>
      ObjectDefineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable });
    ObjectDefineProperty(globalThis, name, {
      get() {
        const value = make();
        settle(value);
        return value;
      },
      set: settle,
      configurable: true,
      enumerable,
    });
  }
}
