// The console every script logs with, one per context. Inside the context.
import { nativeConsole } from '../globals/install.ts';
import { type ConsoleMethods, createConsole } from './console.ts';
import { process } from './process.ts';

let made: ConsoleMethods | undefined;

/** What `console` is, and what require('console') answers. */
export function globalConsole(): ConsoleMethods {
  made ??= createConsole(process, nativeConsole);
  return made;
}

/** For the next run of a kept context. */
export function resetGlobalConsole(): void {
  made = undefined;
}
