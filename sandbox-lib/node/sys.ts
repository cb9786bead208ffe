// node:sys, deprecated: util by its old name. Inside the context. https://nodejs.org/api/deprecations.html#DEP0025
import { emitWarning } from '../internal/warning.ts';
import util from './util.ts';

emitWarning('sys is deprecated. Use `node:util` instead.', 'DeprecationWarning', 'DEP0025');

export default util;
