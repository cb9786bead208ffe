// Asks Node's own internal modules, as the oracle of ours: runs a function's text in a child under --expose-internals.
import { execFileSync } from 'node:child_process';

/** What the function answers in a node process where require('internal/…') works. Results travel as JSON. */
export function askNode<T>(question: (require: (name: string) => never, input: never) => T, input: unknown): T {
  const program = `process.stdout.write(JSON.stringify((${question})(require, ${JSON.stringify(input)})))`;
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-internals', '--no-warnings', '-e', program], { encoding: 'utf8' }),
  );
}
