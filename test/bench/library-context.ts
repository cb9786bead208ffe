// What a context costs with the library in it: made, booted, the script run to its end, released. Host calls are answered at once, there is no
// parent and no pipe. A process of its own, beside bare-context.ts. Arguments: the script, how many runs.
import ivm from 'isolated-vm';
import { constantsOf } from '../../dist/engine/worker/constants.js';
import { compileLibrary, forgetLibraryCode, keepLibraryCode } from '../../dist/engine/worker/library.js';
import { TURN_OVER } from '../../dist/sandbox-lib/bridge.js';

const [SCRIPT = '', RUNS = '1000'] = process.argv.slice(2);
const PER_ISOLATE = 50;
const VARIABLES = Array.from({ length: 30 }, (_, i) => `VARIABLE_${i}\0some value`).join('\0');
const START = [VARIABLES, [process.execPath, '/cgi-bin/script.js'].join('\0'), '/cgi-bin', '/cgi-bin/script.js'];
const CONSTANTS = constantsOf({ maxTimers: 1000, codeGeneration: true, trace: false });

class Warm {
  readonly isolate = new ivm.Isolate({ memoryLimit: 128 });
  readonly #library = compileLibrary(this.isolate);
  readonly #script = this.isolate.compileScriptSync(
    `(function (exports, require, module, __filename, __dirname) {${SCRIPT}})`,
    { filename: '/cgi-bin/script.js' },
  );

  run(): void {
    const context = this.isolate.createContextSync();
    const handles: Array<{ release(): void }> = [context];
    let written = '';
    const host = new ivm.Callback((name: string, ...args: unknown[]) => {
      if (name === 'write') written += String(args[1]);
      if (name === 'resolve') return `node:${args[0]}`;
      if (name !== 'load') return 0;
      const body = this.#script.runSync(context, { reference: true }) as ivm.Reference<() => void>; // the wrapper above
      handles.push(body);
      return body.derefInto();
    });
    const enter = this.#library.runSync(context, { reference: true }) as ivm.Reference<(...args: unknown[]) => number>;
    handles.push(enter);
    let answer = enter.applySync(undefined, ['start', ...START, host, CONSTANTS], { timeout: 5000 });
    while (answer !== TURN_OVER) answer = enter.applySync(undefined, ['turn'], { timeout: 5000 });
    for (const handle of handles) handle.release();
    if (!written.endsWith('hello\n')) throw new Error(`Cannot measure: the script wrote ${JSON.stringify(written)}`);
  }
}

forgetLibraryCode();
let warm = new Warm();
warm.run();
keepLibraryCode(warm.isolate);

function one(run: number): void {
  if (run % PER_ISOLATE === PER_ISOLATE - 1) {
    warm.isolate.dispose();
    warm = new Warm();
  }
  warm.run();
}

for (let i = 0; i < 100; i++) one(i);
const before = process.cpuUsage();
for (let i = 0; i < Number(RUNS); i++) one(i);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpuUs: (user + system) / Number(RUNS) }));
