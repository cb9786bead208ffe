// Whether V8 can put off the evaluation of a module until its namespace is looked at (`import defer`): then a module that throws does so
// in the frame of whoever looked, with the very value it threw. isolated-vm shows nothing of a module that failed. Worker side.
import { setFlagsFromString } from 'node:v8';
import type ivm from 'isolated-vm';

/** V8 has it from Node 26 on, behind a flag; an older one would complain about the flag. */
const [major = ''] = process.versions.v8.split('.');
if (Number(major) >= 14) setFlagsFromString('--js-defer-import-eval');

let supported: boolean | undefined;

export function canDefer(isolate: ivm.Isolate): boolean {
  if (supported !== undefined) return supported;
  try {
    isolate.compileModuleSync('import defer * as a from "a"').release();
    supported = true;
  } catch {
    supported = false;
  }
  return supported;
}
