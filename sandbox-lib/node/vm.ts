// node:vm. Inside the context; other contexts see internal/vm/contexts.ts. https://nodejs.org/api/vm.html

import type { Buffer } from '../internal/buffer.ts';
import { nodeError, refused } from '../internal/errors.ts';
import { host } from '../internal/host.ts';
import { faultError } from '../internal/module-faults.ts';
import { ObjectFreeze } from '../internal/primordials.ts';
import {
  kValidateObjectAllowArray,
  validateBoolean,
  validateObject,
  validateOneOf,
  validateString,
  validateUint32,
} from '../internal/validators.ts';
import { addArrow } from '../internal/vm/arrow.ts';
import { addCachedData, cachedDataOf } from '../internal/vm/cached-data.ts';
import { compileFunction, type ScriptOptions, sourceOf } from '../internal/vm/compile-function.ts';
import {
  type CodeGeneration,
  contextify,
  copyInto,
  isContextified,
  type Running,
  runInContextOf,
  runScriptOnHost,
  type Source,
} from '../internal/vm/contexts.ts';
import { needsScript } from '../internal/vm/needs-script.ts';

export interface RunOptions {
  timeout?: number;
  displayErrors?: boolean;
  breakOnSigint?: boolean;
  /** The context was made for this script. */
  [kOnce]?: boolean;
}

export interface ContextOptions {
  name?: string;
  origin?: string;
  codeGeneration?: Partial<CodeGeneration> | undefined;
  microtaskMode?: unknown;
}

/** As runInNewContext() takes the options of the context it makes. */
export interface NewContextOptions extends RunOptions {
  contextName?: unknown;
  contextOrigin?: unknown;
  contextCodeGeneration?: unknown;
  microtaskMode?: unknown;
}

// biome-ignore lint/security/noGlobalEval: this module is eval by another name
const indirectEval = eval;

const kOnce: unique symbol = Symbol('once');
const DONT_CONTEXTIFY = Symbol('vm_context_no_contextify');

export class Script {
  sourceURL: string | undefined = undefined;
  sourceMapURL: string | undefined = undefined;
  declare cachedData?: Buffer;
  declare cachedDataProduced?: boolean;
  declare cachedDataRejected?: boolean;
  readonly #source: Source;

  constructor(code: unknown, options: ScriptOptions | string = {}) {
    this.#source = sourceOf(code, options, 'evalmachine.<anonymous>');
    if (typeof options !== 'string') addCachedData(this, this.#source.code, options);
    check(this.#source);
    for (const [, name, url] of this.#source.code.matchAll(/\/\/[#@] source(Mapping)?URL=(\S+)/g)) {
      if (name === undefined) this.sourceURL = url;
      else this.sourceMapURL = url;
    }
  }

  runInThisContext(options?: RunOptions): unknown {
    return run(this.#source, runningOf(options));
  }

  runInContext(contextifiedObject: unknown, options?: RunOptions): unknown {
    validateContext(contextifiedObject);
    return runInContextOf(contextifiedObject, this.#source, runningOf(options));
  }

  runInNewContext(contextObject?: object | symbol, options?: NewContextOptions): unknown {
    const once = typeof contextObject !== 'object' || !isContextified(contextObject);
    const context = createContext(contextObject, contextOptionsOf(options));
    const isGiven = options !== undefined && (typeof options !== 'object' || options === null);
    // Refused there.
    return this.runInContext(context, isGiven ? options : { ...options, [kOnce]: once });
  }

  createCachedData(): Buffer {
    return cachedDataOf(this.#source.code);
  }
}

export function runInThisContext(code: unknown, options?: (ScriptOptions & RunOptions) | string): unknown {
  const given = typeof options === 'string' ? { filename: options } : options;
  return new Script(code, given).runInThisContext(given);
}

export function isContext(object: unknown): object is object {
  validateObject(object, 'object', kValidateObjectAllowArray);
  return isContextified(object);
}

let contexts = 1;

export function createContext(contextObject: object | symbol = {}, options: ContextOptions = {}): object {
  const sandbox = contextObject === DONT_CONTEXTIFY ? undefined : (contextObject as object); // isContext() checks it
  if (sandbox !== undefined && isContext(sandbox)) return sandbox;
  validateObject(options, 'options');
  const { name = `VM Context ${contexts++}`, origin, codeGeneration, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? {};
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  if (microtaskMode !== undefined) {
    throw refused(
      "vm.createContext() with { microtaskMode: 'afterEvaluate' }",
      'a run has one queue of microtasks',
      'leave it out',
    );
  }
  return contextify(sandbox, { strings, wasm });
}

export function runInContext(
  code: unknown,
  contextifiedObject: unknown,
  options?: (ScriptOptions & RunOptions) | string,
): unknown {
  validateContext(contextifiedObject);
  const given = typeof options === 'string' ? { filename: options } : { ...options };
  return compileFor(() => contextifiedObject, code, given).runInContext(contextifiedObject, given);
}

export function runInNewContext(
  code: unknown,
  contextObject?: object | symbol,
  options?: (ScriptOptions & NewContextOptions) | string,
): unknown {
  const given = typeof options === 'string' ? { filename: options } : options;
  const context = () => createContext(contextObject, contextOptionsOf(given));
  return compileFor(context, code, { ...given }).runInNewContext(contextObject, { ...given });
}

export function measureMemory(): never {
  throw refused('vm.measureMemory()', 'memory is measured by the server', 'call process.memoryUsage()');
}

export function createScript(code: unknown, options?: ScriptOptions | string): Script {
  return new Script(code, options);
}

export const constants = ObjectFreeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY,
});

/** As node has it, a syntax error belongs to the context the text is for. */
function compileFor(context: () => object, code: unknown, options: ScriptOptions): Script {
  try {
    return new Script(code, options);
  } catch (error) {
    throw error instanceof SyntaxError ? copyInto(context(), error) : error;
  }
}

function validateContext(object: unknown): asserts object is object {
  if (!isContext(object)) throw nodeError('ERR_INVALID_ARG_TYPE', 'contextifiedObject', 'vm.Context', object);
}

function contextOptionsOf(options: NewContextOptions | undefined): ContextOptions {
  if (!options) return {};
  const { contextName: name, contextOrigin: origin, contextCodeGeneration: given, microtaskMode } = options;
  if (name !== undefined) validateString(name, 'options.contextName');
  if (origin !== undefined) validateString(origin, 'options.contextOrigin');
  if (microtaskMode !== undefined) validateString(microtaskMode, 'options.microtaskMode');
  return {
    ...(name === undefined ? {} : { name }),
    ...(origin === undefined ? {} : { origin }),
    codeGeneration: given === undefined ? undefined : codeGenerationOf(given),
    microtaskMode,
  };
}

function codeGenerationOf(given: unknown): Partial<CodeGeneration> {
  validateObject(given, 'options.contextCodeGeneration');
  const { strings = true, wasm = true } = given as Partial<CodeGeneration>; // checked below
  validateBoolean(strings, 'options.contextCodeGeneration.strings');
  validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
  return { strings, wasm };
}

function runningOf(options: RunOptions = {}): Running {
  validateObject(options, 'options');
  const { timeout, displayErrors = true, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { timeout: timeout ?? 0, displayErrors, once: options[kOnce] === true };
}

function check({ code, filename, line, column }: Source): void {
  if (host('checkScript', code, filename, line, column) < 0) throw faultError(host('lastError'));
}

function run(source: Source, { timeout, displayErrors }: Running): unknown {
  const { code, filename, line, column } = source;
  const isPlain = timeout === 0 && line === 0 && column === 0 && !/\s|^$/.test(filename) && !needsScript(code, false);
  try {
    // Its name in stacks; a mark of its own in the code would come later and win.
    return isPlain ? indirectEval(`${code}\n//# sourceURL=${filename}`) : runScriptOnHost(source, timeout, 0);
  } catch (error) {
    if (displayErrors) addArrow(error, source);
    throw error;
  }
}

export default {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory,
  constants,
};
