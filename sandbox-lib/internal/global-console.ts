// The console every script logs with, one per context. Inside the context.
import { nativeConsole } from '../globals/install.ts';
import { createConsole } from './console.ts';
import { process } from './process.ts';

export const globalConsole = createConsole(process, nativeConsole);
