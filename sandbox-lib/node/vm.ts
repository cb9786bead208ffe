// node:vm in the script's own context. Inside the context. Other contexts are refused: an object of the script cannot be the global object
// of one (isolated-vm). https://nodejs.org/api/vm.html

import { Buffer } from '../internal/buffer.ts';
import { nodeError, refused } from '../internal/errors.ts';
import { exitNow, isOver } from '../internal/exit.ts';
import { host } from '../internal/host.ts';
import { faultError, thrownBy } from '../internal/module-faults.ts';
import { ArrayIsArray, ObjectFreeze } from '../internal/primordials.ts';
import {
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  validateBoolean,
  validateInt32,
  validateObject,
  validateString,
  validateUint32,
} from '../internal/validators.ts';

export interface ScriptOptions {
  filename?: string;
  lineOffset?: number;
  columnOffset?: number;
  cachedData?: ArrayBufferView;
  produceCachedData?: boolean;
  importModuleDynamically?: unknown;
}

export interface RunOptions {
  timeout?: number;
  displayErrors?: boolean;
  breakOnSigint?: boolean;
}

interface Source {
  readonly code: string;
  readonly filename: string;
  readonly line: number;
  readonly column: number;
}

// biome-ignore lint/security/noGlobalEval: this module is eval by another name
const indirectEval = eval;

/**
 * What an indirect eval would do otherwise than a script: names that later scripts see, and strict code. Only then the host runs it,
 * at the price that what it throws comes back as a copy.
 */
const NEEDS_SCRIPT = /\b(?:let|const|class|using)\b|use strict/;

export class Script {
  sourceURL: string | undefined = undefined;
  sourceMapURL: string | undefined = undefined;
  declare cachedDataRejected?: boolean;
  readonly #source: Source;

  constructor(code: unknown, options: ScriptOptions | string = {}) {
    this.#source = sourceOf(code, options, 'evalmachine.<anonymous>');
    const { cachedData } = typeof options === 'string' ? {} : options;
    if (cachedData !== undefined) this.cachedDataRejected = true;
    check(this.#source);
    for (const [, name, url] of this.#source.code.matchAll(/\/\/[#@] source(Mapping)?URL=(\S+)/g)) {
      if (name === undefined) this.sourceURL = url;
      else this.sourceMapURL = url;
    }
  }

  runInThisContext(options?: RunOptions): unknown {
    return run(this.#source, timeoutOf(options));
  }

  runInContext(): never {
    throw otherContext('vm.Script.runInContext()');
  }

  runInNewContext(): never {
    throw otherContext('vm.Script.runInNewContext()');
  }

  /** Compiled code stays with the server: there is nothing to hand out. */
  createCachedData(): Buffer {
    return Buffer.alloc(0);
  }
}

export function runInThisContext(code: unknown, options?: (ScriptOptions & RunOptions) | string): unknown {
  const given = typeof options === 'string' ? { filename: options } : options;
  return new Script(code, given).runInThisContext(given);
}

export function compileFunction(code: string, params?: readonly string[], options: ScriptOptions = {}): unknown {
  validateString(code, 'code');
  if (params !== undefined) {
    if (!ArrayIsArray(params)) throw nodeError('ERR_INVALID_ARG_TYPE', 'params', 'Array', params);
    for (const [index, name] of params.entries()) validateString(name, `params[${index}]`);
  }
  const { filename, line, column } = sourceOf(code, options, '');
  const head = `(function (${(params ?? []).join(',')}) {\n`;
  const source = { code: `${head}${code}\n})`, filename, line: line - 1, column };
  return runOnHost(source, 0);
}

export function isContext(object: unknown): boolean {
  validateObject(object, 'object', kValidateObjectAllowArray | kValidateObjectAllowFunction);
  return false;
}

export function createContext(): never {
  throw otherContext('vm.createContext()');
}

export function runInContext(): never {
  throw otherContext('vm.runInContext()');
}

export function runInNewContext(): never {
  throw otherContext('vm.runInNewContext()');
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
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});

function otherContext(what: string): Error {
  return refused(
    what,
    'a run has one context, and no object of it can be the global object of another',
    'use vm.runInThisContext()',
  );
}

function sourceOf(code: unknown, options: ScriptOptions | string, name: string): Source {
  const given = typeof options === 'string' ? { filename: options } : options;
  validateObject(given, 'options');
  const {
    filename = name,
    lineOffset: line = 0,
    columnOffset: column = 0,
    cachedData,
    produceCachedData = false,
  } = given;
  validateString(filename, 'options.filename');
  validateInt32(line, 'options.lineOffset');
  validateInt32(column, 'options.columnOffset');
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    const types = ['Buffer', 'TypedArray', 'DataView'];
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.cachedData', types, cachedData);
  }
  validateBoolean(produceCachedData, 'options.produceCachedData');
  return { code: `${code as string}`, filename, line, column };
}

/** Milliseconds, 0 for no limit of its own. */
function timeoutOf(options: RunOptions = {}): number {
  validateObject(options, 'options');
  const { timeout, displayErrors = true, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return timeout ?? 0;
}

function check({ code, filename, line, column }: Source): void {
  if (host('checkScript', code, filename, line, column) < 0) throw faultError(host('lastError'));
}

function run(source: Source, timeout: number): unknown {
  const { code, filename, line, column } = source;
  const isPlain = timeout === 0 && line === 0 && column === 0 && !NEEDS_SCRIPT.test(code) && !/\s|^$/.test(filename);
  // Its name in stacks; a mark of its own in the code would come later and win.
  return isPlain ? indirectEval(`${code}\n//# sourceURL=${filename}`) : runOnHost(source, timeout);
}

function runOnHost({ code, filename, line, column }: Source, timeout: number): unknown {
  const value = host('runScript', code, filename, line, column, timeout);
  if (typeof value !== 'number' || value >= 0) return value;
  // The script called process.exit(): its signal did not come through.
  if (isOver()) exitNow();
  const error = host('lastError');
  // Without one the number is the script's own.
  if (error === '') return value;
  throw thrownBy(error);
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
