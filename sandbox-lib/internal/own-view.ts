// Bytes on their way to the host. Inside the context.

/**
 * A view of bytes[start, end) with no other memory behind it: what crosses is cloned with its WHOLE buffer (1 KB of 32 MB: 34 ms),
 * and a small Buffer has the 64 KB of the pool behind it.
 */
export function ownView(bytes: Uint8Array, start = 0, end = bytes.length): Uint8Array {
  const { buffer, byteOffset } = bytes;
  const view = new Uint8Array(buffer, byteOffset + start, end - start);
  const isWhole = view.length === buffer.byteLength && buffer instanceof ArrayBuffer; // shared memory is refused: copy it
  return isWhole ? view : new Uint8Array(view);
}
