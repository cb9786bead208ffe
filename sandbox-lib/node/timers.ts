// node:timers (https://nodejs.org/api/timers.html). Inside the context.
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from '../internal/timers.ts';

export { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout };

export default { clearImmediate, clearInterval, clearTimeout, setImmediate, setInterval, setTimeout };
