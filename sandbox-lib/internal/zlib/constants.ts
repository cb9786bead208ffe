// zlib.constants and zlib.codes, from the host's own node. Inside the context. https://nodejs.org/api/zlib.html#constants
import { host } from '../host.ts';
import { JSONParse, ObjectDefineProperty, ObjectFreeze, ObjectKeys } from '../primordials.ts';

function readConstants(): Readonly<Record<string, number>> {
  const constants = { __proto__: null as never };
  const values = JSONParse(host('zlibConstants')) as Record<string, number | null>;
  for (const name of ObjectKeys(values)) {
    // JSON has no word for infinity, the one number it writes as null here.
    const value = values[name] ?? Number.POSITIVE_INFINITY;
    ObjectDefineProperty(constants, name, {
      __proto__: null,
      value,
      enumerable: true,
      writable: false,
      configurable: false,
    });
  }
  return constants;
}

export const constants = readConstants();

const CODES = [
  ...['Z_OK', 'Z_STREAM_END', 'Z_NEED_DICT', 'Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR'],
  'Z_VERSION_ERROR',
];

function makeCodes(): Readonly<Record<string, string | number>> {
  const codes: Record<string, string | number> = {};
  for (const name of CODES) codes[name] = constants[name] as number;
  for (const name of CODES) codes[String(constants[name])] = name;
  return ObjectFreeze(codes);
}

export const codes = makeCodes();
