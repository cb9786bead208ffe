// Which class of the web platform an object is of, whatever it says itself: the getter of the class works for it or does not. Inside the
// context.
import { FormData } from '../globals/form-data.ts';
import { Headers } from '../globals/headers.ts';
import { Request } from '../globals/request.ts';
import { Response } from '../globals/response.ts';
import { ObjectGetOwnPropertyDescriptor, ReflectApply } from './primordials.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';
import { ReadableStream, TransformStream, WritableStream } from './web-streams/standard.ts';

type Probe = readonly [prototype: object, member: string];

function probeOf(tag: string): Probe | undefined {
  switch (tag) {
    case 'FormData':
      return [FormData.prototype, 'has'];
    case 'Headers':
      return [Headers.prototype, 'has'];
    case 'Request':
      return [Request.prototype, 'method'];
    case 'Response':
      return [Response.prototype, 'status'];
    case 'URL':
      return [URL.prototype, 'href'];
    case 'URLSearchParams':
      return [URLSearchParams.prototype, 'size'];
    case 'ReadableStream':
      return [ReadableStream.prototype, 'locked'];
    case 'WritableStream':
      return [WritableStream.prototype, 'locked'];
    case 'TransformStream':
      return [TransformStream.prototype, 'readable'];
    default:
      return undefined;
  }
}

/** Whether the object is what its tag says. Undefined: a class that is not known here. */
export function isOfClass(value: object, tag: string): boolean | undefined {
  const probe = probeOf(tag);
  if (probe === undefined) return undefined;
  const { get, value: method } = ObjectGetOwnPropertyDescriptor(...probe) ?? {};
  try {
    ReflectApply((get ?? method) as () => unknown, value, ['x']); // one of both, see above
    return true;
  } catch {
    return false;
  }
}
