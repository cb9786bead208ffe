// The first code of each context: connects the bridge and returns the one function by which the worker enters it again.
import type { Boot } from './bridge.ts';
import { connectHost } from './internal/host.ts';

export const boot: Boot = (host, constants) => {
  connectHost(host, constants);
  return () => -1;
};
