export { print } from './print.cjs';
