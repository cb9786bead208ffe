// The first code of each context: connects the bridge, installs the globals and returns the one function by which the worker enters
// the context again.
import { type Boot, type Enter, TURN_OVER } from './bridge.ts';
import { hasBuiltin, loadBuiltin } from './builtins.ts';
import { installGlobals } from './globals/install.ts';
import { runMain } from './internal/commonjs.ts';
import { failDriver } from './internal/es-modules.ts';
import { connectHost, forbidsCodeGeneration } from './internal/host.ts';
import { runScript, runTask, turn } from './internal/loop.ts';
import { forbidCodeGeneration } from './internal/no-code-generation.ts';
import { prepareProcess } from './internal/process.ts';
import { connectBuiltins } from './internal/process-events.ts';
import { expectReuse, resetRun } from './internal/reset.ts';
import { flushStdio } from './internal/stdio.ts';
import { raiseRejection } from './internal/uncaught.ts';

export const boot: Boot = (host, constants) => {
  connectHost(host, constants);
  connectBuiltins((id) => (hasBuiltin(id) ? loadBuiltin(id) : undefined));
  installGlobals();
  if (forbidsCodeGeneration()) forbidCodeGeneration();
  const enter = (what: string, ...args: string[]): number => {
    if (what === 'turn') return turn();
    if (what === 'flush') {
      flushStdio();
      return TURN_OVER;
    }
    if (what === 'start') {
      const [env, argv, cwd, main] = args as [string, string, string, string]; // StartArguments
      prepareProcess(env, argv, cwd);
      return runScript(() => runMain(main));
    }
    if (what === 'watch') {
      expectReuse();
      return TURN_OVER;
    }
    if (what === 'reset') return resetRun(args[0] === 'keep') as never; // see Reset
    if (what === 'moduleFailed') {
      const [id, name, message, stack] = args as [string, string, string, string];
      return runTask(() => failDriver(Number(id), name, message, stack));
    }
    // By index: a script may have patched the iterator of arrays.
    return runTask(() => raiseRejection(args[0] ?? '', args[1] ?? '', args[2] ?? ''));
  };
  return enter as Enter;
};
