// Puts node's globals within reach of a script. Inside the context, on the path of every request.
// They are accessors of a class put BEHIND the global object: V8 makes such a class from a template in 6 µs, while 60 accessors on the
// global object itself cost 50 to 90. The first use of a global makes its value and defines it on the global object, where node has it.
import { Buffer } from '../internal/buffer.ts';
import { CryptoKey } from '../internal/crypto/crypto-key.ts';
import { Crypto, SubtleCrypto, webcrypto } from '../internal/crypto/web-crypto.ts';
import { globalConsole } from '../internal/global-console.ts';
import { PerformanceEntry, PerformanceMark, PerformanceMeasure } from '../internal/performance/entries.ts';
import { PerformanceObserver, PerformanceObserverEntryList } from '../internal/performance/observer.ts';
import { Performance, performance } from '../internal/performance/performance.ts';
import { PerformanceResourceTiming } from '../internal/performance/resource-timing.ts';
import {
  defineHidden,
  defineOwn,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  PlainProxy,
  ReflectApply,
  ReflectDefineProperty,
} from '../internal/primordials.ts';
import { process } from '../internal/process.ts';
import { createProxyConstructor } from '../internal/proxy-records.ts';
import * as timers from '../internal/timers.ts';
import { URL } from '../internal/url.ts';
import { URLPattern } from '../internal/url-pattern.ts';
import { URLSearchParams } from '../internal/url-search-params.ts';
import { CompressionStream, DecompressionStream } from '../internal/web-streams/compression-streams.ts';
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from '../internal/web-streams/standard.ts';
import { TextDecoderStream, TextEncoderStream } from '../internal/web-streams/text-streams.ts';
import { AbortController, AbortSignal } from './abort-controller.ts';
import { atob, btoa } from './base64.ts';
import { Blob, File } from './blob.ts';
import { BroadcastChannel } from './broadcast-channel.ts';
import { CloseEvent, ErrorEvent } from './close-event.ts';
import { DOMException } from './dom-exception.ts';
import { TextDecoder, TextEncoder } from './encoding.ts';
import { CustomEvent, Event } from './event.ts';
import { EventTarget } from './event-target.ts';
import { fetch, WebSocket } from './fetch.ts';
import { FormData } from './form-data.ts';
import { Headers } from './headers.ts';
import { MessageChannel, MessagePort } from './message-channel.ts';
import { MessageEvent } from './message-event.ts';
import { QuotaExceededError } from './quota-exceeded-error.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { structuredClone } from './structured-clone.ts';

/** V8's own console, which speaks to an inspector only. */
export const nativeConsole = (globalThis as { console?: object }).console ?? {};

/** Told of each global before a script gets it; set in contexts that serve more than one run. */
let watch: ((name: string, value: unknown) => void) | undefined;

export function watchGlobals(watcher: (name: string, value: unknown) => void): void {
  watch = watcher;
}

function own(name: string, value: unknown, enumerable = false): unknown {
  watch?.(name, value);
  put(name, value, enumerable);
  return value;
}

/** Does nothing to a global object that a script has frozen: there the value goes on standing behind it. */
function put(name: string, value: unknown, enumerable: boolean): void {
  ReflectDefineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable });
}

/** What inherits from the global object gets its own. */
function assign(target: object, name: string, value: unknown, enumerable = false): void {
  if (target === globalThis) {
    // Ours is watched, wherever the script has it from, and not what it puts in its place: that is its own.
    if (watch !== undefined) Reflect.get(globalThis, name);
    put(name, value, enumerable);
  } else defineOwn(target, name, value);
}

const { isPrototypeOf: isAncestorOf } = Object.prototype;

function isGlobal(target: object): boolean {
  return target === globalThis || ReflectApply(isAncestorOf, globalThis, [target]);
}

// biome-ignore format: one line per global, a getter that makes it and a setter for scripts that replace it
class Globals {
  get AbortController(): unknown { return own('AbortController', AbortController); } set AbortController(value) { assign(this, 'AbortController', value); }
  get AbortSignal(): unknown { return own('AbortSignal', AbortSignal); } set AbortSignal(value) { assign(this, 'AbortSignal', value); }
  get atob(): unknown { return own('atob', atob, true); } set atob(value) { assign(this, 'atob', value, true); }
  get Blob(): unknown { return own('Blob', Blob); } set Blob(value) { assign(this, 'Blob', value); }
  get BroadcastChannel(): unknown { return own('BroadcastChannel', BroadcastChannel); } set BroadcastChannel(value) { assign(this, 'BroadcastChannel', value); }
  get btoa(): unknown { return own('btoa', btoa, true); } set btoa(value) { assign(this, 'btoa', value, true); }
  get Buffer(): unknown { return own('Buffer', Buffer); } set Buffer(value) { assign(this, 'Buffer', value); }
  get ByteLengthQueuingStrategy(): unknown { return own('ByteLengthQueuingStrategy', ByteLengthQueuingStrategy); } set ByteLengthQueuingStrategy(value) { assign(this, 'ByteLengthQueuingStrategy', value); }
  get CloseEvent(): unknown { return own('CloseEvent', CloseEvent); } set CloseEvent(value) { assign(this, 'CloseEvent', value); }
  get clearImmediate(): unknown { return own('clearImmediate', timers.clearImmediate, true); } set clearImmediate(value) { assign(this, 'clearImmediate', value, true); }
  get clearInterval(): unknown { return own('clearInterval', timers.clearInterval, true); } set clearInterval(value) { assign(this, 'clearInterval', value, true); }
  get clearTimeout(): unknown { return own('clearTimeout', timers.clearTimeout, true); } set clearTimeout(value) { assign(this, 'clearTimeout', value, true); }
  get crypto(): unknown { return own('crypto', webcrypto, true); } set crypto(value) { assign(this, 'crypto', value, true); }
  get Crypto(): unknown { return own('Crypto', Crypto); } set Crypto(value) { assign(this, 'Crypto', value); }
  get CryptoKey(): unknown { return own('CryptoKey', CryptoKey); } set CryptoKey(value) { assign(this, 'CryptoKey', value); }
  get CompressionStream(): unknown { return own('CompressionStream', CompressionStream); } set CompressionStream(value) { assign(this, 'CompressionStream', value); }
  get CountQueuingStrategy(): unknown { return own('CountQueuingStrategy', CountQueuingStrategy); } set CountQueuingStrategy(value) { assign(this, 'CountQueuingStrategy', value); }
  get CustomEvent(): unknown { return own('CustomEvent', CustomEvent); } set CustomEvent(value) { assign(this, 'CustomEvent', value); }
  get DecompressionStream(): unknown { return own('DecompressionStream', DecompressionStream); } set DecompressionStream(value) { assign(this, 'DecompressionStream', value); }
  get DOMException(): unknown { return own('DOMException', DOMException); } set DOMException(value) { assign(this, 'DOMException', value); }
  get ErrorEvent(): unknown { return own('ErrorEvent', ErrorEvent); } set ErrorEvent(value) { assign(this, 'ErrorEvent', value); }
  get Event(): unknown { return own('Event', Event); } set Event(value) { assign(this, 'Event', value); }
  get EventTarget(): unknown { return own('EventTarget', EventTarget); } set EventTarget(value) { assign(this, 'EventTarget', value); }
  get fetch(): unknown { return own('fetch', fetch, true); } set fetch(value) { assign(this, 'fetch', value, true); }
  get File(): unknown { return own('File', File); } set File(value) { assign(this, 'File', value); }
  get FormData(): unknown { return own('FormData', FormData); } set FormData(value) { assign(this, 'FormData', value); }
  get global(): unknown { return own('global', globalThis, true); } set global(value) { assign(this, 'global', value, true); }
  get Headers(): unknown { return own('Headers', Headers); } set Headers(value) { assign(this, 'Headers', value); }
  get MessageChannel(): unknown { return own('MessageChannel', MessageChannel); } set MessageChannel(value) { assign(this, 'MessageChannel', value); }
  get MessageEvent(): unknown { return own('MessageEvent', MessageEvent); } set MessageEvent(value) { assign(this, 'MessageEvent', value); }
  get MessagePort(): unknown { return own('MessagePort', MessagePort); } set MessagePort(value) { assign(this, 'MessagePort', value); }
  get Performance(): unknown { return own('Performance', Performance); } set Performance(value) { assign(this, 'Performance', value); }
  get performance(): unknown { return own('performance', performance, true); } set performance(value) { assign(this, 'performance', value, true); }
  get PerformanceEntry(): unknown { return own('PerformanceEntry', PerformanceEntry); } set PerformanceEntry(value) { assign(this, 'PerformanceEntry', value); }
  get PerformanceMark(): unknown { return own('PerformanceMark', PerformanceMark); } set PerformanceMark(value) { assign(this, 'PerformanceMark', value); }
  get PerformanceMeasure(): unknown { return own('PerformanceMeasure', PerformanceMeasure); } set PerformanceMeasure(value) { assign(this, 'PerformanceMeasure', value); }
  get PerformanceObserver(): unknown { return own('PerformanceObserver', PerformanceObserver); } set PerformanceObserver(value) { assign(this, 'PerformanceObserver', value); }
  get PerformanceObserverEntryList(): unknown { return own('PerformanceObserverEntryList', PerformanceObserverEntryList); } set PerformanceObserverEntryList(value) { assign(this, 'PerformanceObserverEntryList', value); }
  get PerformanceResourceTiming(): unknown { return own('PerformanceResourceTiming', PerformanceResourceTiming); } set PerformanceResourceTiming(value) { assign(this, 'PerformanceResourceTiming', value); }
  get process(): unknown { return own('process', process); } set process(value) { assign(this, 'process', value); }
  get queueMicrotask(): unknown { return own('queueMicrotask', timers.queueMicrotask, true); } set queueMicrotask(value) { assign(this, 'queueMicrotask', value, true); }
  get QuotaExceededError(): unknown { return own('QuotaExceededError', QuotaExceededError); } set QuotaExceededError(value) { assign(this, 'QuotaExceededError', value); }
  get Proxy(): unknown { return own('Proxy', createProxyConstructor(PlainProxy)); } set Proxy(value) { assign(this, 'Proxy', value); }
  get ReadableByteStreamController(): unknown { return own('ReadableByteStreamController', ReadableByteStreamController); } set ReadableByteStreamController(value) { assign(this, 'ReadableByteStreamController', value); }
  get ReadableStream(): unknown { return own('ReadableStream', ReadableStream); } set ReadableStream(value) { assign(this, 'ReadableStream', value); }
  get ReadableStreamBYOBReader(): unknown { return own('ReadableStreamBYOBReader', ReadableStreamBYOBReader); } set ReadableStreamBYOBReader(value) { assign(this, 'ReadableStreamBYOBReader', value); }
  get ReadableStreamBYOBRequest(): unknown { return own('ReadableStreamBYOBRequest', ReadableStreamBYOBRequest); } set ReadableStreamBYOBRequest(value) { assign(this, 'ReadableStreamBYOBRequest', value); }
  get ReadableStreamDefaultController(): unknown { return own('ReadableStreamDefaultController', ReadableStreamDefaultController); } set ReadableStreamDefaultController(value) { assign(this, 'ReadableStreamDefaultController', value); }
  get ReadableStreamDefaultReader(): unknown { return own('ReadableStreamDefaultReader', ReadableStreamDefaultReader); } set ReadableStreamDefaultReader(value) { assign(this, 'ReadableStreamDefaultReader', value); }
  get Request(): unknown { return own('Request', Request); } set Request(value) { assign(this, 'Request', value); }
  get Response(): unknown { return own('Response', Response); } set Response(value) { assign(this, 'Response', value); }
  get setImmediate(): unknown { return own('setImmediate', timers.setImmediate, true); } set setImmediate(value) { assign(this, 'setImmediate', value, true); }
  get setInterval(): unknown { return own('setInterval', timers.setInterval, true); } set setInterval(value) { assign(this, 'setInterval', value, true); }
  get setTimeout(): unknown { return own('setTimeout', timers.setTimeout, true); } set setTimeout(value) { assign(this, 'setTimeout', value, true); }
  get structuredClone(): unknown { return own('structuredClone', structuredClone, true); } set structuredClone(value) { assign(this, 'structuredClone', value, true); }
  get SubtleCrypto(): unknown { return own('SubtleCrypto', SubtleCrypto); } set SubtleCrypto(value) { assign(this, 'SubtleCrypto', value); }
  get TextDecoder(): unknown { return own('TextDecoder', TextDecoder); } set TextDecoder(value) { assign(this, 'TextDecoder', value); }
  get TextDecoderStream(): unknown { return own('TextDecoderStream', TextDecoderStream); } set TextDecoderStream(value) { assign(this, 'TextDecoderStream', value); }
  get TextEncoder(): unknown { return own('TextEncoder', TextEncoder); } set TextEncoder(value) { assign(this, 'TextEncoder', value); }
  get TextEncoderStream(): unknown { return own('TextEncoderStream', TextEncoderStream); } set TextEncoderStream(value) { assign(this, 'TextEncoderStream', value); }
  get TransformStream(): unknown { return own('TransformStream', TransformStream); } set TransformStream(value) { assign(this, 'TransformStream', value); }
  get TransformStreamDefaultController(): unknown { return own('TransformStreamDefaultController', TransformStreamDefaultController); } set TransformStreamDefaultController(value) { assign(this, 'TransformStreamDefaultController', value); }
  get URL(): unknown { return own('URL', URL); } set URL(value) { assign(this, 'URL', value); }
  get URLPattern(): unknown { return own('URLPattern', URLPattern); } set URLPattern(value) { assign(this, 'URLPattern', value); }
  /* Of the global object and its heirs alone, as in node. */ get [Symbol.toStringTag](): string | undefined { return isGlobal(this) ? 'global' : undefined; }
  get URLSearchParams(): unknown { return own('URLSearchParams', URLSearchParams); } set URLSearchParams(value) { assign(this, 'URLSearchParams', value); }
  get WebSocket(): unknown { return own('WebSocket', WebSocket); } set WebSocket(value) { assign(this, 'WebSocket', value); }
  get WritableStream(): unknown { return own('WritableStream', WritableStream); } set WritableStream(value) { assign(this, 'WritableStream', value); }
  get WritableStreamDefaultController(): unknown { return own('WritableStreamDefaultController', WritableStreamDefaultController); } set WritableStreamDefaultController(value) { assign(this, 'WritableStreamDefaultController', value); }
  get WritableStreamDefaultWriter(): unknown { return own('WritableStreamDefaultWriter', WritableStreamDefaultWriter); } set WritableStreamDefaultWriter(value) { assign(this, 'WritableStreamDefaultWriter', value); }
}

const { toString: textOf } = Error.prototype;
const { join } = Array.prototype;

/** Node's: the first line of a stack is made when it is first read, of the message as it is by then. V8 alone keeps the first message. */
function ErrorPrepareStackTrace(error: Error, trace: readonly unknown[]): string {
  const text = ReflectApply(textOf, error, []);
  return trace.length === 0 ? text : `${text}\n    at ${ReflectApply(join, trace, ['\n    at '])}`;
}

export function installGlobals(): void {
  defineHidden(Error, 'prepareStackTrace', ErrorPrepareStackTrace);
  // V8 has already put it there.
  ObjectDefineProperty(globalThis, 'console', {
    __proto__: null,
    get: () => own('console', globalConsole()),
    set: (value: unknown) => own('console', value),
    configurable: true,
    enumerable: false,
  });
  // V8's own; the accessor comes to light behind it.
  Reflect.deleteProperty(globalThis, 'Proxy');
  Globals.prototype.constructor = Object; // what node's global object says it is
  ObjectSetPrototypeOf(globalThis, Globals.prototype);
}

/** The object whose accessors make the globals. */
export function lazyGlobals(): object {
  return Globals.prototype;
}

/** For the next run of a kept context: the console was a global before its first use already. */
export function restoreGlobals(): void {
  installGlobals();
}
