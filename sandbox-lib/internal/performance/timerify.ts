// performance.timerify(): a function whose calls are entries of the timeline. Inside the context.
// https://nodejs.org/api/perf_hooks.html#performancetimerifyfn-options
import { nodeError } from '../errors.ts';
import { ObjectDefineProperties } from '../primordials.ts';
import { isPromise } from '../types.ts';
import { validateFunction, validateObject } from '../validators.ts';
import { now } from './clock.ts';
import { makeFunctionEntry } from './entries.ts';
import { isRecordable, type RecordableHistogram } from './histogram.ts';
import { publish } from './timeline.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function at all is timed
type AnyFunction = (...args: any[]) => any;
interface TimerifyOptions {
  histogram?: RecordableHistogram;
}

export function timerify<F extends AnyFunction>(fn: F, options: TimerifyOptions = {}): F {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && !isRecordable(histogram)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'options.histogram', 'RecordableHistogram', histogram);
  }
  const timed = function (this: unknown, ...args: unknown[]): unknown {
    const start = now();
    const done = (): void => {
      histogram?.record(Math.max(1, Math.ceil((now() - start) * 1e6)));
      publish(makeFunctionEntry(fn.name, start, args));
    };
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (isPromise(result)) return result.finally(done);
    done();
    return result;
  };
  ObjectDefineProperties(timed, {
    length: { __proto__: null, value: fn.length, configurable: true, enumerable: true },
    name: { __proto__: null, value: `timerified ${fn.name}`, configurable: true, enumerable: true },
  });
  return timed as AnyFunction as F; // it takes and returns what fn does
}
