// Medians and ratios of interleaved rounds. Pure.

/** What several rounds say of one figure. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** The ratio of each round to the same round of another: what slows a minute down slows both. */
export function ratioOf(
  over: ReadonlyArray<number | undefined>,
  under: ReadonlyArray<number | undefined>,
): Spread | undefined {
  const ratios = over.flatMap((value, round) => {
    const other = under[round];
    return value === undefined || other === undefined || other === 0 ? [] : [value / other];
  });
  return spreadOf(ratios);
}

/** Three significant figures, none behind the point from 100 on. */
export function formatRatio(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 ? 2 : 3;
  return value.toFixed(digits);
}

/** `41.0 (39.2–44.1)`, or a dash for what was not measured. */
export function formatSpread(spread: Spread | undefined): string {
  if (spread === undefined) return '–';
  return `${formatRatio(spread.median)} (${formatRatio(spread.least)}–${formatRatio(spread.most)})`;
}
