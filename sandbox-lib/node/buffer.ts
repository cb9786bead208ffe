// node:buffer. Inside the context. https://nodejs.org/api/buffer.html
import { atob, btoa } from '../globals/base64.ts';
import { Buffer, kMaxLength, kStringMaxLength } from '../internal/buffer.ts';
import { isAscii, isUtf8, transcode } from '../internal/buffer-checks.ts';
import { inspectMaxBytes, setInspectMaxBytes } from '../internal/buffer-inspect.ts';

export { atob, Buffer, btoa, isAscii, isUtf8, kMaxLength, kStringMaxLength, transcode };

export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength };

const buffer = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
  constants,
  get INSPECT_MAX_BYTES() {
    return inspectMaxBytes();
  },
  set INSPECT_MAX_BYTES(value) {
    setInspectMaxBytes(value);
  },
};

export default buffer;
