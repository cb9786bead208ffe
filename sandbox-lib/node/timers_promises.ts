// node:timers/promises. Inside the context. https://nodejs.org/api/timers.html#timers-promises-api
import { createScheduler, setImmediate, setInterval, setTimeout } from '../internal/timers-promises.ts';

const promises = { setTimeout, setImmediate, setInterval, scheduler: createScheduler() };
export default promises;
