// Node's module `console`: the global console itself. Inside the context. https://nodejs.org/api/console.html
import { globalConsole } from '../internal/global-console.ts';

export default globalConsole;
