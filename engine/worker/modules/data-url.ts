// Modules in data: URLs. Worker side. https://nodejs.org/api/esm.html#data-imports
import { fault, ModuleFault } from './fault.ts';
import type { Format } from './format.ts';

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['text/javascript', 'module'],
  ['application/json', 'json'],
]);

/** Format and text of the module in a data: URL. */
export function readDataUrl(url: string): { readonly format: Format; readonly text: string } {
  const [, type = '', encoding, data = ''] = /^data:([^,;]*)(?:[^,]*?)(;base64)?,([\s\S]*)$/.exec(url) ?? [];
  const format = FORMATS.get(type);
  if (format === undefined) throw fault('ERR_UNKNOWN_MODULE_FORMAT', type, url);
  try {
    const text = decodeURIComponent(data);
    return { format, text: encoding === undefined ? text : Buffer.from(text, 'base64').toString() };
  } catch {
    throw new ModuleFault({ code: 'ERR_INVALID_URL', args: [url] });
  }
}
