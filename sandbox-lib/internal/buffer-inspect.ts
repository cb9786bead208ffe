// How a Buffer is shown: `<Buffer 66 6f 6f>`. Inside the context. https://nodejs.org/api/buffer.html#bufferinspect_max_bytes
import { hexSlice } from './encodings/hex.ts';
import { inspect } from './inspect.ts';
import type { InspectOptions } from './inspect-types.ts';
import { validateNumber } from './validators.ts';

let maxBytes = 50;

export function inspectMaxBytes(): number {
  return maxBytes;
}

export function setInspectMaxBytes(value: unknown): void {
  validateNumber(value, 'INSPECT_MAX_BYTES', 0);
  maxBytes = value;
}

/** `context` are the options util.inspect passes; without them only the bytes are shown. */
export function inspectBuffer(buffer: Uint8Array, _depth?: number, context?: InspectOptions): string {
  const shown = Math.min(maxBytes, buffer.length);
  const remaining = buffer.length - shown;
  let text = hexSlice(buffer, 0, shown).replace(/(.{2})(?=.)/g, '$1 ');
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  if (context) {
    const extras = ownProperties(buffer, context.showHidden === true);
    if (extras !== undefined) {
      const shownExtras = inspect(extras, { ...context, breakLength: Number.POSITIVE_INFINITY, compact: true });
      // What stands between the braces of '[Object: null prototype] { … }'.
      text += `${buffer.length > 0 ? ', ' : ''}${shownExtras.slice(shownExtras.indexOf('{') + 2, -2)}`;
    }
  }
  return `<${constructorName(buffer)} ${text}>`;
}

function constructorName(buffer: Uint8Array): string {
  try {
    const made: unknown = buffer.constructor;
    if (typeof made === 'function' && Object.hasOwn(made, 'name')) return made.name;
  } catch {
    // A getter that throws: the ordinary name will do.
  }
  return 'Buffer';
}

/** The properties someone has put on this Buffer; undefined when there are none. */
function ownProperties(buffer: Uint8Array, hidden: boolean): Record<PropertyKey, unknown> | undefined {
  const extras = Object.create(null) as Record<PropertyKey, unknown>;
  let found = false;
  for (const key of Reflect.ownKeys(buffer)) {
    if (typeof key === 'string' && /^(?:0|[1-9]\d*)$/.test(key)) continue;
    if (!hidden && !Object.prototype.propertyIsEnumerable.call(buffer, key)) continue;
    extras[key] = Reflect.get(buffer, key);
    found = true;
  }
  return found ? extras : undefined;
}
