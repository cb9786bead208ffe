// Lets a command that is interrupted end by process.exit(): what has to be removed at its end is removed then, too.

/** As a shell reports the signal: 128 and its number. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export function exitOnSignal(): void {
  for (const [signal, code] of Object.entries(CODES)) process.once(signal, () => process.exit(code));
}
