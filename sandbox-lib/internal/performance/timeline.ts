// What performance has recorded in this run, and its observers. Inside the context. https://w3c.github.io/performance-timeline/
import { addImmediate } from '../loop.ts';
import type { PerformanceEntry } from './entries.ts';
import { resetResources, resourceEntries } from './resource-timing.ts';

/** Receives entries of the types it observes. */
export interface Observer {
  observes(type: string): boolean;
  take(entry: PerformanceEntry): void;
  deliver(): void;
}

let entries: PerformanceEntry[] = [];
const observers = new Set<Observer>();
let delivering = false;

export function addObserver(observer: Observer): void {
  observers.add(observer);
}

export function removeObserver(observer: Observer): void {
  observers.delete(observer);
}

/** Hands the entry to the observers, who hear of it in a later turn. */
export function publish(entry: PerformanceEntry): void {
  let wanted = false;
  for (const observer of observers) {
    if (!observer.observes(entry.entryType)) continue;
    observer.take(entry);
    wanted = true;
  }
  if (wanted) deliverSoon();
}

export function deliverSoon(): void {
  if (delivering) return;
  delivering = true;
  const run = (): void => {
    delivering = false;
    for (const observer of [...observers]) observer.deliver();
  };
  addImmediate({ refed: true, run });
}

export function record(entry: PerformanceEntry): void {
  entries.push(entry);
  publish(entry);
}

export function inOrder(list: readonly PerformanceEntry[]): PerformanceEntry[] {
  return list.toSorted((a, b) => a.startTime - b.startTime);
}

export function recorded(type?: string, name?: string): PerformanceEntry[] {
  const all = type === undefined || type === 'resource' ? [...entries, ...resourceEntries()] : entries;
  const found = all.filter(
    (entry) => (type === undefined || entry.entryType === type) && (name === undefined || entry.name === name),
  );
  return inOrder(found);
}

/** The start of the latest mark of this name. */
export function findMark(name: string): number | undefined {
  return entries.findLast((entry) => entry.entryType === 'mark' && entry.name === name)?.startTime;
}

export function clear(type: string, name?: string): void {
  entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== name));
}

/** For the next run of a kept context. */
export function resetTimeline(): void {
  entries = [];
  resetResources();
  observers.clear();
  delivering = false;
}
