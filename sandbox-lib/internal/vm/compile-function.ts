// vm.compileFunction(), and how node:vm reads the options of a text. Inside the context. https://nodejs.org/api/vm.html
import { nodeError } from '../errors.ts';
import { ArrayIsArray } from '../primordials.ts';
import {
  kValidateObjectAllowNullable,
  validateArray,
  validateBoolean,
  validateInt32,
  validateObject,
  validateString,
} from '../validators.ts';
import { addCachedData } from './cached-data.ts';
import { isContextified, runInContextOf, runScriptOnHost, type Source } from './contexts.ts';

const { Function: PlainFunction } = globalThis;

export interface ScriptOptions {
  filename?: string;
  lineOffset?: number;
  columnOffset?: number;
  cachedData?: ArrayBufferView;
  produceCachedData?: boolean;
  importModuleDynamically?: unknown;
}

export interface FunctionOptions extends ScriptOptions {
  parsingContext?: object;
  contextExtensions?: ReadonlyArray<object | null>;
}

/** Checks the options of a text, in node's order. */
export function sourceOf(code: unknown, options: ScriptOptions | string, name: string): Source {
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

export function compileFunction(code: string, params?: readonly string[], options: FunctionOptions = {}): unknown {
  validateString(code, 'code');
  validateObject(options, 'options');
  if (params !== undefined) {
    if (!ArrayIsArray(params)) throw nodeError('ERR_INVALID_ARG_TYPE', 'params', 'Array', params);
    for (const [index, name] of params.entries()) validateString(name, `params[${index}]`);
  }
  const { filename, line, column } = sourceOf(code, options, '');
  const { parsingContext, contextExtensions = [] } = options;
  if (parsingContext !== undefined) {
    const isObject = typeof parsingContext === 'object' && parsingContext !== null;
    if (!isObject || !isContextified(parsingContext)) {
      throw nodeError('ERR_INVALID_ARG_TYPE', 'options.parsingContext', 'Context', parsingContext);
    }
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  for (const [index, extension] of contextExtensions.entries()) {
    validateObject(extension, `options.contextExtensions[${index}]`, kValidateObjectAllowNullable);
  }
  const isExtended = contextExtensions.length > 0;
  const names = contextExtensions.map((_, index) => `$${index}`);
  const before = isExtended
    ? `(function (${names.join()}) {${names.map((name) => `with (${name} ?? {})`).join('')} return `
    : '';
  // As node shows it; with a place in the first line the text must stand there.
  const head = `${before}(function (${(params ?? []).join(',')}) {${column === 0 ? '\n' : ''}`;
  const tail = isExtended ? '\n})\n})' : '\n})';
  const source =
    column === 0
      ? { code: head + code + tail, filename, line: line - 1, column }
      : { code: head + code + tail, filename, line, column: column - head.length };
  const made =
    parsingContext === undefined
      ? runScriptOnHost(source, 0, 0)
      : runInContextOf(parsingContext, source, { timeout: 0, displayErrors: true });
  // A body that ends the function early is none: V8 sees that when it gets the parts.
  if (code.includes('}')) checkBody(params ?? [], code);
  const compiled = isExtended ? (made as (...extensions: unknown[]) => unknown)(...contextExtensions) : made; // as written above
  addCachedData(compiled as object, code, options); // a function
  return compiled;
}

function checkBody(params: readonly string[], code: string): void {
  try {
    new PlainFunction(...params, code);
  } catch (error) {
    const { message } = error as Error; // a SyntaxError of V8
    throw message === 'Single function literal required' ? new SyntaxError("Unexpected token '}'") : error;
  }
}
