// node:buffer. Inside the context. https://nodejs.org/api/buffer.html
// The library's own rooms take Buffer from internal/buffer.ts, which is a third cheaper to instantiate.
import { atob, btoa } from '../globals/base64.ts';
import { Blob as WebBlob, File as WebFile } from '../globals/blob.ts';
import { Buffer } from '../internal/buffer.ts';
import { isAscii, isUtf8, transcode } from '../internal/buffer-checks.ts';
import { inspectMaxBytes, setInspectMaxBytes } from '../internal/buffer-inspect.ts';
import { kMaxLength, kStringMaxLength, publishMaxLength } from '../internal/buffer-limits.ts';
import { resolveObjectURL } from '../internal/object-urls.ts';

const buffer = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
  resolveObjectURL(url: unknown) {
    return resolveObjectURL(url);
  },
  constants: { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength },
  get Blob() {
    return WebBlob;
  },
  get File() {
    return WebFile;
  },
  get INSPECT_MAX_BYTES() {
    return inspectMaxBytes();
  },
  set INSPECT_MAX_BYTES(value) {
    setInspectMaxBytes(value);
  },
};

publishMaxLength(() => buffer.kMaxLength);

export default buffer;
