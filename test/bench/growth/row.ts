// A line of the growth table: what was made larger, what came of it, and what was expected.
import { formatSpread, type Spread } from '../peers/statistics.ts';
import type { Cells } from '../peers/table.ts';

export interface GrowthRow {
  readonly what: string;
  readonly measured: Spread | undefined;
  readonly expected: string;
}

export const HEAD: Cells = ['larger ÷ smaller', 'measured', 'expected'];

export function cellsOf({ what, measured, expected }: GrowthRow): Cells {
  return [what, formatSpread(measured), expected];
}

/** What every measurement is given. */
export interface Setting {
  readonly folder: string;
  /** Of the scripts. */
  readonly root: string;
  readonly cores: string;
  readonly rounds: number;
  readonly seconds: number;
  now(text: string): void;
}
