// Scripts of node:vm: a text run in a context of the run, as V8 runs a script. Worker side; the other end is sandbox-lib/node/vm.ts.
import { Script } from 'node:vm';
import type ivm from 'isolated-vm';
import { describeReason } from '../rejection.ts';
import { ModuleFault } from './fault.ts';
import { moduleSyntaxFault, syntaxFault } from './syntax-fault.ts';

export interface VmScript {
  readonly code: string;
  readonly filename: string;
  readonly line: number;
  readonly column: number;
}

/** Compiles the script in the isolate. The caller releases it. Throws a ModuleFault. */
export function compileVmScript(isolate: ScriptCompiler, script: VmScript): ivm.Script {
  const { code, filename, line, column } = script;
  try {
    return isolate.compilePlain(code, { filename, lineOffset: line, columnOffset: column });
  } catch (error) {
    throw error instanceof SyntaxError ? scriptSyntaxFault(script, error) : error;
  }
}

/** Who compiles: one isolate. */
export interface ScriptCompiler {
  compilePlain(code: string, origin: { filename: string; lineOffset: number; columnOffset: number }): ivm.Script;
}

/** The run as far as its time is concerned. */
export interface TimedRun {
  readonly clock: { readonly remaining: number };
  outOfTime(): void;
  endIsolate(): void;
}

/**
 * Time limits of scripts. isolated-vm stops the clock of the code that called the host while the host runs other code, so each script is
 * limited by what is left to those it is in.
 */
export class ScriptLimits {
  readonly #run: TimedRun;
  /** The nearest limit of the scripts that run. */
  #open: { readonly timeout: number; readonly until: number } | undefined;

  constructor(run: TimedRun) {
    this.#run = run;
  }

  /** Runs a script, for at most `timeout` milliseconds if that is not 0. Throws a ModuleFault. */
  run<T>(timeout: number, action: (options: { readonly timeout: number }) => T): T {
    const now = performance.now();
    const outer = this.#open;
    const until = now + timeout;
    if (timeout > 0 && (outer === undefined || until < outer.until)) this.#open = { timeout, until };
    const limit = this.#open;
    const remaining = this.#run.clock.remaining;
    const left = Math.max(1, Math.ceil(Math.min(remaining, limit === undefined ? remaining : limit.until - now)));
    try {
      return action({ timeout: left });
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'Script execution timed out.') {
        throw new ModuleFault({ code: 'THROWN', thrown: describeReason(error) });
      }
      if (limit === undefined || left >= remaining) {
        this.#run.outOfTime();
        this.#run.endIsolate();
      }
      const message = `Script execution timed out after ${limit?.timeout ?? left}ms`;
      throw new ModuleFault({ code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', message });
    } finally {
      this.#open = outer;
    }
  }
}

/** Node's parser tells the place in node's own form. */
function scriptSyntaxFault({ code, filename, line, column }: VmScript, error: unknown): ModuleFault {
  try {
    new Script(code, { filename, lineOffset: line, columnOffset: column });
  } catch (told) {
    const { message, stack = '' } = told as Error; // a SyntaxError of V8
    const end = stack.indexOf('\n\nSyntaxError');
    if (end > 0) return syntaxFault(message, stack.slice(0, end));
  }
  return moduleSyntaxFault(filename, code, error);
}
