// The first code of each context: connects the bridge, installs the globals and returns the one function by which the worker enters
// the context again.
import { type Boot, type Enter, TURN_OVER } from './bridge.ts';
import { installGlobals } from './globals/install.ts';
import { connectHost } from './internal/host.ts';
import { runTask, turn } from './internal/loop.ts';
import { prepareProcess } from './internal/process.ts';
import { flushStdio } from './internal/stdio.ts';
import { raiseRejection } from './internal/uncaught.ts';
import { runMain } from './loader.ts';

export const boot: Boot = (host, constants) => {
  connectHost(host, constants);
  installGlobals();
  const enter = (what: string, ...args: string[]): number => {
    if (what === 'turn') return turn();
    if (what === 'flush') {
      flushStdio();
      return TURN_OVER;
    }
    if (what === 'start') {
      const [env, argv, cwd, main] = args as [string, string, string, string]; // StartArguments
      prepareProcess(env, argv, cwd);
      return runTask(() => runMain(main));
    }
    const [name, message, stack] = args as [string, string, string];
    return runTask(() => raiseRejection(name, message, stack));
  };
  return enter as Enter;
};
