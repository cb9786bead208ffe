// The first code of each context: installs the globals and is the one function by which the worker enters the context.
import { type HostCall, type ModuleFunction, TURN_OVER } from './bridge.ts';
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

type Text = string;

/** Enter and Reset of bridge.ts. By position: a script may have patched the iterator of arrays. */
export function enter(
  what: Text,
  a: Text,
  b: Text,
  c: Text,
  d: Text,
  host?: HostCall,
  constants?: Text,
  code?: ModuleFunction,
): number | string {
  if (what === 'turn') return turn();
  if (what === 'start') {
    if (host !== undefined) connect(host, constants as Text); // they come together
    prepareProcess(a, b, c);
    return runScript(() => runMain(d, code));
  }
  if (what === 'flush') {
    flushStdio();
    return TURN_OVER;
  }
  if (what === 'watch') {
    connect(a as unknown as HostCall, b); // a Connection
    expectReuse(c === 'keep');
    return TURN_OVER;
  }
  if (what === 'reset') return resetRun(a === 'keep');
  if (what === 'moduleFailed') return runTask(() => failDriver(Number(a), b, c, d));
  return runTask(() => raiseRejection(a, b, c));
}

function connect(host: HostCall, constants: Text): void {
  connectHost(host, constants);
  if (forbidsCodeGeneration()) forbidCodeGeneration();
}

connectBuiltins((id) => (hasBuiltin(id) ? loadBuiltin(id) : undefined));
installGlobals();
