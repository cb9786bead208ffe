// DEP0184: a class of zlib called without `new`. Inside the context.
import { emitWarning } from '../warning.ts';

const warned: Record<string, true> = { __proto__: null as never };

export function deprecateCall(name: string): void {
  if (warned[name]) return;
  warned[name] = true;
  const message = `Instantiating ${name} without the 'new' keyword has been deprecated.`;
  emitWarning(message, 'DeprecationWarning', 'DEP0184');
}
