// How an order travels: its fields joined by NUL. Once per run, so JSON only for what few runs have. Both ends.
import type { Order } from './messages.ts';

/** The content of BEGIN. Neither a path nor an argument holds a NUL, and JSON escapes it. */
export function encodeOrder({ script, freshness = '', until, args, ...rare }: Order): string {
  const { spooled, pieces, prelude, inMemory } = rare;
  const isPlain = (spooled ?? pieces ?? prelude ?? inMemory) === undefined;
  return [script, freshness, until ?? '', isPlain ? '' : JSON.stringify(rare), ...args].join('\0');
}

export function decodeOrder(text: string): Order {
  const [script = '', freshness = '', until = '', rare = '', ...args] = text.split('\0');
  const order = {
    script,
    args,
    freshness: freshness === '' ? undefined : freshness,
    until: until === '' ? undefined : Number(until),
  };
  return rare === '' ? order : { ...order, ...(JSON.parse(rare) as Partial<Order>) };
}
