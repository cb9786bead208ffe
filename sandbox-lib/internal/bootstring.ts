// Punycode: Unicode labels as ASCII and back, the Bootstring of RFC 3492 with the parameters of its section 5. Pure. Inside the context.

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 0x80;
const MAX_INT = 0x7fffffff;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

const OVERFLOW = 'Overflow: input needs wider integers to process';

/** RFC 3492 6.1. */
function adaptBias(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

function threshold(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, T_MIN), T_MAX);
}

function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 22;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a && code < 0x80 ? lower - 0x61 : BASE;
}

/** The code points of a string; a lone surrogate stands for itself. */
export function toCodePoints(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) as number);
}

/** RFC 3492 6.2. */
export function decodePunycode(input: string): string {
  const split = Math.max(input.lastIndexOf('-'), 0);
  const output: number[] = [];
  for (let i = 0; i < split; i++) {
    if (input.charCodeAt(i) >= 0x80) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
    output.push(input.charCodeAt(i));
  }
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let at = split > 0 ? split + 1 : 0; at < input.length; ) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (at >= input.length) throw new RangeError('Invalid input');
      const digit = digitValue(input.charCodeAt(at++));
      if (digit >= BASE) throw new RangeError('Invalid input');
      if (digit > Math.floor((MAX_INT - i) / weight)) throw new RangeError(OVERFLOW);
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(MAX_INT / (BASE - t))) throw new RangeError(OVERFLOW);
      weight *= BASE - t;
    }
    const points = output.length + 1;
    bias = adaptBias(i - before, points, before === 0);
    if (Math.floor(i / points) > MAX_INT - n) throw new RangeError(OVERFLOW);
    n += Math.floor(i / points);
    i %= points;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encodeDelta(delta: number, bias: number): string {
  let digits = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const t = threshold(k, bias);
    if (rest < t) return digits + DIGITS[rest];
    digits += DIGITS[t + ((rest - t) % (BASE - t))];
    rest = Math.floor((rest - t) / (BASE - t));
  }
}

/** RFC 3492 6.3. */
export function encodePunycode(text: string): string {
  const points = toCodePoints(text);
  const basic = points.filter((point) => point < INITIAL_N);
  let output = basic.length > 0 ? `${String.fromCharCode(...basic)}-` : '';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  for (let done = basic.length; done < points.length; delta++, n++) {
    let next = MAX_INT;
    for (const point of points) if (point >= n && point < next) next = point;
    if (next - n > Math.floor((MAX_INT - delta) / (done + 1))) throw new RangeError(OVERFLOW);
    delta += (next - n) * (done + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > MAX_INT) throw new RangeError(OVERFLOW);
      if (point !== n) continue;
      output += encodeDelta(delta, bias);
      bias = adaptBias(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
  }
  return output;
}

/** Applies `convert` to each label of a domain; what stands before the '@' of a mail address is left alone. */
export function mapLabels(domain: string, convert: (label: string) => string): string {
  const parts = domain.split('@');
  const address = parts.length > 1 ? `${parts[0]}@` : '';
  const labels = (parts.length > 1 ? (parts[1] as string) : domain).split(/[.\u3002\uff0e\uff61]/);
  return address + labels.map(convert).join('.');
}
