// A fixed clock and seeded random numbers: JavaScript that is run in the context before the script and its modules. Parent process.
// The script keeps its lines and columns, and everything it imports sees the same clock.

/** What is fixed. */
export interface Fixed {
  /** Milliseconds since 1970 that Date says, always. */
  readonly clock: number | undefined;
  readonly seed: number | undefined;
}

/** Everything that says what time it is: Date, Intl.DateTimeFormat without a date, Temporal.Now. Dates made of arguments are as ever. */
const CLOCK = `{
  const R = Date, at = %;
  R.now = () => at;
  globalThis.Date = new Proxy(R, {
    construct: (T, args, N) => Reflect.construct(T, args.length ? args : [at], N),
    apply: () => new R(at).toString(),
  });
  R.prototype.constructor = globalThis.Date;
  const P = Intl.DateTimeFormat.prototype, { formatToParts } = P, { get } = Object.getOwnPropertyDescriptor(P, 'format');
  Object.defineProperty(P, 'format', { get() { const f = get.call(this); return (d) => f(d === undefined ? at : d); } });
  P.formatToParts = function (d) { return formatToParts.call(this, d === undefined ? at : d); };
  if (typeof Temporal === 'object') {
    const { Now, Instant } = Temporal, instant = () => Instant.fromEpochMilliseconds(at);
    const zoned = (zone = Now.timeZoneId()) => instant().toZonedDateTimeISO(zone);
    Object.assign(Now, {
      instant,
      zonedDateTimeISO: zoned,
      plainDateTimeISO: (zone) => zoned(zone).toPlainDateTime(),
      plainDateISO: (zone) => zoned(zone).toPlainDate(),
      plainTimeISO: (zone) => zoned(zone).toPlainTime(),
    });
  }
}`;
/**
 * Math.random and the random numbers of node:crypto and Web Crypto as one mulberry32 generator: 32 bits of state, good enough to
 * shuffle with. Keys are as random as ever. The real functions go first: they check the arguments.
 */
const RANDOM = `{
  let s = %;
  const next = () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const random = Math.random = () => next() / 4294967296;
  const fill = (made, at = 0, size = made.byteLength - at) => {
    const bytes = new Uint8Array(made.buffer ?? made, (made.byteOffset ?? 0) + at, size);
    for (let i = 0; i < size; i++) bytes[i] = next() >>> 24;
    return made;
  };
  const uuid = () => {
    const bytes = fill(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
  const c = process.getBuiltinModule('crypto');
  const { randomBytes, randomFillSync, randomInt, randomUUID } = c;
  const later = (call, result) => void process.nextTick(call, null, result);
  const bytes = (size, call) => call === undefined ? fill(randomBytes(size)) : later(call, fill(randomBytes(size)));
  const fillSync = (view, at = 0, size) => {
    randomFillSync(view, at, size);
    const unit = view.BYTES_PER_ELEMENT ?? 1;
    return fill(view, at * unit, size === undefined ? undefined : size * unit);
  };
  const int = (min, max) => {
    randomInt(min, max);
    const [from, to] = max === undefined ? [0, min] : [min, max];
    return from + Math.floor(((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992 * (to - from));
  };
  Object.assign(c, {
    randomBytes: bytes, pseudoRandomBytes: bytes, prng: bytes, rng: bytes,
    randomFillSync: fillSync,
    randomFill: (view, ...rest) => later(rest.pop(), fillSync(view, ...rest)),
    randomInt: (...args) => typeof args.at(-1) === 'function' ? later(args.pop(), int(...args)) : int(...args),
    randomUUID: (options) => (randomUUID(options), uuid()),
  });
  const W = Object.getPrototypeOf(c.webcrypto), { getRandomValues } = W;
  W.getRandomValues = function (view) { return fill(getRandomValues.call(this, view)); };
  W.randomUUID = uuid;
  c.getRandomValues = (view) => c.webcrypto.getRandomValues(view);
}`;

/** The statements that fix them, if there are any. */
export function makePrelude({ clock, seed }: Fixed): string | undefined {
  const parts = [
    ...(clock === undefined ? [] : [CLOCK.replace('%', String(clock))]),
    ...(seed === undefined ? [] : [RANDOM.replace('%', String(seed | 0))]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n');
}
