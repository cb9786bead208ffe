// Import attributes: `with { type: 'json' }` is what JSON needs and all there is. Worker side.
// https://nodejs.org/api/esm.html#import-attributes
import { fault } from './fault.ts';
import type { Format } from './format.ts';

export type Attributes = readonly (readonly [name: string, value: string])[];

/** Throws a ModuleFault if these attributes do not go with a module of this format. */
export function checkAttributes(url: string, format: Format | 'builtin', attributes: Attributes): void {
  for (const [name, value] of attributes) {
    if (name !== 'type') throw fault('ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', name, value, url);
  }
  const type = attributes.find(([name]) => name === 'type')?.[1];
  if (type === undefined) {
    if (format === 'json') throw fault('ERR_IMPORT_ATTRIBUTE_MISSING', url, 'type', 'json');
    return;
  }
  if (type !== 'json') throw fault('ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', 'type', type, url);
  if (format !== 'json') throw fault('ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE', url, type);
}
