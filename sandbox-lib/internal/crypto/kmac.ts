// KMAC128 and KMAC256, which OpenSSL has but node:crypto does not offer. Inside the context. NIST SP 800-185, FIPS 202
import { joinBytes } from '../join-bytes.ts';

/** Round constants, low and high halves. */
const ROUNDS = Int32Array.of(
  ...[0x1, 0, 0x8082, 0, 0x808a, 0x80000000, 0x80008000, 0x80000000, 0x808b, 0, 0x80000001, 0, 0x80008081, 0x80000000],
  ...[0x8009, 0x80000000, 0x8a, 0, 0x88, 0, 0x80008009, 0, 0x8000000a, 0, 0x8000808b, 0, 0x8b, 0x80000000],
  ...[0x8089, 0x80000000, 0x8003, 0x80000000, 0x8002, 0x80000000, 0x80, 0x80000000, 0x800a, 0, 0x8000000a, 0x80000000],
  ...[0x80008081, 0x80000000, 0x8080, 0x80000000, 0x80000001, 0, 0x80008008, 0x80000000],
);
const LANES = 25;

/** Where each lane goes in the step pi, with its rotation in rho, along the one path that visits all but the first. */
const PATH = pathOfLanes();

function pathOfLanes(): readonly (readonly [to: number, rotation: number])[] {
  const path: [number, number][] = [];
  let [x, y] = [1, 0];
  for (let t = 0; t < LANES - 1; t++) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    path.push([x + 5 * y, (((t + 1) * (t + 2)) / 2) % 64]);
  }
  return path;
}

/** Keccak-f[1600]: even places of the state are the low halves of the lanes. */
function permute(state: Int32Array): void {
  const column = new Int32Array(10);
  const row = new Int32Array(10);
  const at = (array: Int32Array, index: number): number => array[index] as number; // within the bounds
  for (let round = 0; round < ROUNDS.length; round += 2) {
    column.fill(0);
    for (let i = 0; i < 2 * LANES; i++) column[i % 10] = at(column, i % 10) ^ at(state, i);
    for (let i = 0; i < 2 * LANES; i += 2) {
      const left = (i + 8) % 10;
      const right = (i + 2) % 10;
      const [low, high] = [at(column, right), at(column, right + 1)];
      state[i] = at(state, i) ^ at(column, left) ^ ((low << 1) | (high >>> 31));
      state[i + 1] = at(state, i + 1) ^ at(column, left + 1) ^ ((high << 1) | (low >>> 31));
    }
    let [low, high] = [at(state, 2), at(state, 3)];
    for (const [to, rotation] of PATH) {
      const [nextLow, nextHigh] = [at(state, 2 * to), at(state, 2 * to + 1)];
      if (rotation >= 32) [low, high] = [high, low];
      const bits = rotation % 32;
      state[2 * to] = bits === 0 ? low : (low << bits) | (high >>> (32 - bits));
      state[2 * to + 1] = bits === 0 ? high : (high << bits) | (low >>> (32 - bits));
      [low, high] = [nextLow, nextHigh];
    }
    for (let y = 0; y < 2 * LANES; y += 10) {
      for (let i = 0; i < 10; i++) row[i] = at(state, y + i);
      for (let i = 0; i < 10; i++) state[y + i] = at(row, i) ^ (~at(row, (i + 2) % 10) & at(row, (i + 4) % 10));
    }
    state[0] = at(state, 0) ^ at(ROUNDS, round);
    state[1] = at(state, 1) ^ at(ROUNDS, round + 1);
  }
}

/** The big-endian bytes of a number, at least one. */
function bytesOf(value: number): number[] {
  const bytes = [value % 256];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes;
}

function leftEncode(value: number): number[] {
  const bytes = bytesOf(value);
  return [bytes.length, ...bytes];
}

function encodeString(bytes: Uint8Array, bits = bytes.length * 8): Uint8Array {
  return joinBytes([Uint8Array.from(leftEncode(bits)), bytes]);
}

function padded(parts: readonly Uint8Array[], rate: number): Uint8Array {
  const bytes = joinBytes([Uint8Array.from(leftEncode(rate)), ...parts]);
  return joinBytes([bytes, new Uint8Array((rate - (bytes.length % rate)) % rate)]);
}

function absorb(state: Int32Array, block: Uint8Array): void {
  const bytes = new Uint8Array(state.buffer);
  for (let i = 0; i < block.length; i++) bytes[i] = (bytes[i] as number) ^ (block[i] as number); // both are long enough
  permute(state);
}

/** `bits` of the code, the last byte's low bits cut off. */
export function kmac(
  name: string,
  key: Uint8Array,
  data: Uint8Array,
  bits: number,
  customization: Uint8Array,
): Uint8Array {
  const rate = name === 'KMAC128' ? 168 : 136;
  const label = Uint8Array.of(0x4b, 0x4d, 0x41, 0x43);
  const head = padded([encodeString(label), encodeString(customization)], rate);
  const length = bytesOf(bits);
  // The end of cSHAKE's input, then the padding of the sponge.
  const text = joinBytes([
    head,
    padded([encodeString(key)], rate),
    data,
    Uint8Array.of(...length, length.length, 0x04),
  ]);
  const message = joinBytes([text, new Uint8Array((rate - (text.length % rate)) % rate)]);
  message[message.length - 1] = (message[message.length - 1] as number) | 0x80; // it is never empty
  const state = new Int32Array(2 * LANES);
  for (let at = 0; at < message.length; at += rate) absorb(state, message.subarray(at, at + rate));
  const result = new Uint8Array(Math.ceil(bits / 8));
  for (let at = 0; at < result.length; at += rate) {
    if (at > 0) permute(state);
    result.set(new Uint8Array(state.buffer).subarray(0, Math.min(rate, result.length - at)), at);
  }
  if (bits % 8 !== 0) result[result.length - 1] = (result.at(-1) ?? 0) & (0xff << (8 - (bits % 8)));
  return result;
}
