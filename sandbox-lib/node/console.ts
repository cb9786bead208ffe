// Node's module `console`: the global console of the context, and the class. Inside the context.
// https://nodejs.org/api/console.html
export { Console } from '../internal/console-class.ts';
export { createConsole } from '../internal/console.ts';
