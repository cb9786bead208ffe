// Node's module `util`. Inside the context. https://nodejs.org/api/util.html
// Each function is called through one of ours, so that require('util') instantiates none of the rooms behind it.
import { TextDecoder, TextEncoder } from '../globals/encoding.ts';
import { aborted } from '../internal/aborted.ts';
import { getCallSites } from '../internal/call-sites.ts';
import { isDeepStrictEqual } from '../internal/comparisons.ts';
import { debuglog } from '../internal/debuglog.ts';
import { deprecate, warnOfDeprecation } from '../internal/deprecate.ts';
import { nodeError, refused } from '../internal/errors.ts';
import { formatArguments } from '../internal/format.ts';
import { inherits } from '../internal/inherits.ts';
import { inspect } from '../internal/inspect.ts';
import type { InspectOptions } from '../internal/inspect-types.ts';
import { MIMEParams, MIMEType } from '../internal/mime.ts';
import { parseArgs } from '../internal/parse-args.ts';
import { parseEnv } from '../internal/parse-env.ts';
import { ArrayIsArray, defineOwn, ObjectKeys, ObjectSetPrototypeOf } from '../internal/primordials.ts';
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
type Bag = Record<string, unknown>;
type Arguments<T> = T extends (...args: infer A) => unknown ? A : never;

// A dictionary: as an ordinary object of that many members it takes five times as long to make.
const util = {
  __proto__: null as never,
  _errnoException(...args: Arguments<typeof errnoExceptionOf>) {
    return errnoExceptionOf(...args);
  },
  _exceptionWithHostPort(...args: Arguments<typeof exceptionWithHostPort>) {
    return exceptionWithHostPort(...args);
  },
  _extend(target: object, source: unknown) {
    warnOfDeprecation('The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060');
    if (source === null || typeof source !== 'object') return target;
    const names = ObjectKeys(source).reverse(); // the order of node's own loop
    for (const name of names) (target as Bag)[name] = (source as Bag)[name];
    return target;
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
  // biome-ignore format: made when a script first touches it
  get inspect() { return settle('inspect', inspect); },
  set inspect(value) {
    settle('inspect', value);
  },
  isArray(value: unknown) {
    warnOfDeprecation('The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044');
    return ArrayIsArray(value);
  },
  isDeepStrictEqual(a: unknown, b: unknown, skipPrototype?: unknown) {
    return isDeepStrictEqual(a, b, Boolean(skipPrototype));
  },
  markPromiseAsHandled(promise: unknown) {
    if (!types.isPromise(promise)) throw nodeError('ERR_INVALID_ARG_TYPE', 'promise', 'Promise', promise);
    promise.then(undefined, () => undefined);
  },
  // biome-ignore format: made when a script first touches it
  get promisify() { return settle('promisify', promisify); },
  set promisify(value) {
    settle('promisify', value);
  },
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
  // biome-ignore format: made when a script first touches it
  get types() { return settle('types', types); },
  set types(value) {
    settle('types', value);
  },
  parseEnv(content: unknown) {
    return parseEnv(content);
  },
  parseArgs(...args: Arguments<typeof parseArgs>) {
    return parseArgs(...args);
  },
  // biome-ignore format: made when a script first touches it
  get TextDecoder() { return settle('TextDecoder', TextDecoder); },
  set TextDecoder(value) {
    settle('TextDecoder', value);
  },
  // biome-ignore format: made when a script first touches it
  get TextEncoder() { return settle('TextEncoder', TextEncoder); },
  set TextEncoder(value) {
    settle('TextEncoder', value);
  },
  // biome-ignore format: made when a script first touches it
  get MIMEType() { return settle('MIMEType', MIMEType); },
  set MIMEType(value) {
    settle('MIMEType', value);
  },
  // biome-ignore format: made when a script first touches it
  get MIMEParams() { return settle('MIMEParams', MIMEParams); },
  set MIMEParams(value) {
    settle('MIMEParams', value);
  },
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

ObjectSetPrototypeOf(util, Object.prototype);

/** Makes a member a plain property, as node has it. */
function settle<T>(name: string, value: T): T {
  return defineOwn(util, name, value);
}

export default util;
