// Scripts of node:vm: a text run in the run's own context, as V8 runs a script. Worker side; the other end is sandbox-lib/node/vm.ts.
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

/** Runs it, for at most `timeout` milliseconds if that is not 0. The caller keeps the value. Throws a ModuleFault. */
export function runVmScript(script: ivm.Script, context: ivm.Context, timeout: number): ivm.Reference<unknown> {
  try {
    return script.runSync(context, { reference: true, ...(timeout === 0 ? {} : { timeout }) });
  } catch (error) {
    if (timeout > 0 && error instanceof Error && error.message === 'Script execution timed out.') {
      const message = `Script execution timed out after ${timeout}ms`;
      throw new ModuleFault({ code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', message });
    }
    throw new ModuleFault({ code: 'THROWN', thrown: describeReason(error) });
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
