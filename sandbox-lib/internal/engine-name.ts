// What V8 itself calls an object: the constructor that made it, even where no prototype tells any more. Inside the context.
import { captureFrames, type Frame } from './call-sites.ts';

/** A frame of a stack knows the class of the object it was called on. */
function framesHere(this: object): Frame[] {
  return captureFrames(captureFrames, 1);
}

/** Name of the class, 'Object' where there is none. */
export function engineName(value: object): string {
  return Reflect.apply(framesHere, value, [])[0]?.getTypeName() ?? 'Object';
}
