// How an order travels: its fields joined by NUL, which none of them holds. Once per run, so no JSON. Both ends.
import type { Order } from './messages.ts';

/** The content of BEGIN. */
export function encodeOrder({ script, freshness = '', spooled = '', inMemory, args }: Order): string {
  return [script, freshness, spooled, inMemory ? '1' : '', ...args].join('\0');
}

export function decodeOrder(text: string): Order {
  const [script = '', freshness, spooled, inMemory, ...args] = text.split('\0');
  return {
    script,
    args,
    freshness: freshness || undefined,
    spooled: spooled || undefined,
    inMemory: inMemory === '1' || undefined,
  };
}
