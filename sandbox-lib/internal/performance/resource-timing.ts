// PerformanceResourceTiming: for `instanceof`; a run fetches no resources. Inside the context.
import { PerformanceEntry } from './entries.ts';

export class PerformanceResourceTiming extends PerformanceEntry {}
