// Node's module `util`. Inside the context. https://nodejs.org/api/util.html
// Each function is called through one of ours, so that require('util') instantiates none of the rooms behind it.
import { TextDecoder, TextEncoder } from '../globals/encoding.ts';
import { aborted } from '../internal/aborted.ts';
import { getCallSites } from '../internal/call-sites.ts';
import { isDeepStrictEqual } from '../internal/comparisons.ts';
import { debuglog } from '../internal/debuglog.ts';
import { deprecate } from '../internal/deprecate.ts';
import { nodeError, refused } from '../internal/errors.ts';
import { formatArguments } from '../internal/format.ts';
import { inherits } from '../internal/inherits.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { MIMEParams, MIMEType } from '../internal/mime.ts';
import { parseArgs } from '../internal/parse-args.ts';
import { parseEnv } from '../internal/parse-env.ts';
import { ObjectDefineProperty } from '../internal/primordials.ts';
import { callbackify, promisify } from '../internal/promisify.ts';
import { signalExitCode } from '../internal/signals.ts';
import { stripVTControlCharacters, styleText } from '../internal/style-text.ts';
import {
  errnoExceptionOf,
  exceptionWithHostPort,
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
} from '../internal/system-errors.ts';
import { diff } from '../internal/text-diff.ts';
import { transferableAbortController, transferableAbortSignal } from '../internal/transfer-signals.ts';
import { validateObject } from '../internal/validators.ts';
import types from './util/types.ts';

type Rest = unknown[];
type Arguments<T> = T extends (...args: infer A) => unknown ? A : never;

const util = {
  _errnoException(...args: Arguments<typeof errnoExceptionOf>) {
    return errnoExceptionOf(...args);
  },
  _exceptionWithHostPort(...args: Arguments<typeof exceptionWithHostPort>) {
    return exceptionWithHostPort(...args);
  },
  _extend(target: object, source: unknown) {
    return source === null || typeof source !== 'object' ? target : Object.assign(target, source);
  },
  callbackify(original: unknown) {
    return callbackify(original);
  },
  convertProcessSignalToExitCode(signalCode: unknown) {
    return signalExitCode(signalCode);
  },
  debug(set: unknown, callback?: Arguments<typeof debuglog>[1]) {
    return debuglog(set, callback);
  },
  debuglog(set: unknown, callback?: Arguments<typeof debuglog>[1]) {
    return debuglog(set, callback);
  },
  deprecate(fn: unknown, msg: string, code?: string, options?: Arguments<typeof deprecate>[3]) {
    return deprecate(fn, msg, code, options);
  },
  format(...args: Rest) {
    return formatArguments(args);
  },
  styleText(...args: Arguments<typeof styleText>) {
    return styleText(...args);
  },
  formatWithOptions(inspectOptions: unknown, ...args: Rest) {
    validateObject(inspectOptions, 'inspectOptions');
    return formatArguments(args, inspectOptions as InspectOptions);
  },
  getCallSites(frameCount?: unknown, options?: unknown) {
    return getCallSites(util.getCallSites, frameCount, options);
  },
  getSystemErrorMap() {
    return getSystemErrorMap();
  },
  getSystemErrorName(err: unknown) {
    return getSystemErrorName(err);
  },
  getSystemErrorMessage(err: unknown) {
    return getSystemErrorMessage(err);
  },
  inherits(ctor: unknown, superCtor: unknown) {
    inherits(ctor, superCtor);
  },
  inspect: undefined as unknown as typeof inspect, // these are defined below, in their place
  isArray: Array.isArray,
  isDeepStrictEqual(a: unknown, b: unknown, skipPrototype?: unknown) {
    return isDeepStrictEqual(a, b, Boolean(skipPrototype));
  },
  markPromiseAsHandled(promise: unknown) {
    if (!types.isPromise(promise)) throw nodeError('ERR_INVALID_ARG_TYPE', 'promise', 'Promise', promise);
    promise.then(undefined, () => undefined);
  },
  promisify: undefined as unknown as typeof promisify,
  stripVTControlCharacters(str: unknown) {
    return stripVTControlCharacters(str);
  },
  toUSVString(input: unknown) {
    return `${input}`.toWellFormed();
  },
  transferableAbortSignal(signal: unknown) {
    return transferableAbortSignal(signal);
  },
  transferableAbortController() {
    return transferableAbortController();
  },
  aborted(signal: unknown, resource: unknown) {
    return aborted(signal, resource);
  },
  types: undefined as unknown as typeof types,
  parseEnv(content: unknown) {
    return parseEnv(content);
  },
  parseArgs(...args: Arguments<typeof parseArgs>) {
    return parseArgs(...args);
  },
  TextDecoder: undefined as unknown as typeof TextDecoder,
  TextEncoder: undefined as unknown as typeof TextEncoder,
  MIMEType: undefined as unknown as typeof MIMEType,
  MIMEParams: undefined as unknown as typeof MIMEParams,
  diff(actual: unknown, expected: unknown) {
    return diff(actual, expected);
  },
  debounce() {
    throw refused('util.debounce', 'it is not part of this library yet', 'use setTimeout and clearTimeout');
  },
  throttle() {
    throw refused('util.throttle', 'it is not part of this library yet', 'use setTimeout and a time stamp');
  },
  setTraceSigInt() {
    throw refused('util.setTraceSigInt', 'a run receives no signals', 'use console.trace');
  },
};

/** Makes a member that is itself, not a wrapper, at its first use. */
function lazily(name: keyof typeof util, make: () => unknown): void {
  const settle = (value: unknown): unknown => {
    ObjectDefineProperty(util, name, { value, writable: true, enumerable: true, configurable: true });
    return value;
  };
  ObjectDefineProperty(util, name, { get: () => settle(make()), set: settle, enumerable: true, configurable: true });
}

lazily('inspect', () => inspect);
lazily('promisify', () => promisify);
lazily('types', () => types);
lazily('TextDecoder', () => TextDecoder);
lazily('TextEncoder', () => TextEncoder);
lazily('MIMEType', () => MIMEType);
lazily('MIMEParams', () => MIMEParams);

export default util;
