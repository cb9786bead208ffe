// node:timers. Inside the context. https://nodejs.org/api/timers.html
import { addLazyMembers } from '../internal/lazy-members.ts';
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from '../internal/timers.ts';
import promises from './timers_promises.ts';

export default addLazyMembers(
  { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval },
  { promises: () => promises },
);
