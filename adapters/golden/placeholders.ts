// What may differ from run to run: placeholders in the expected lines of a case, and where to put them in a fresh one. Pure.
import { DATE, replaceRecentDates } from './dates.ts';

const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** Name → what it stands for, within one line. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  date: DATE,
  uuid: UUID,
  number: '-?\\d+(?:\\.\\d+)?',
  token: '[\\w.~+/=%-]+',
  any: '.*?',
};
const PLACEHOLDER = /\{\{(date|uuid|number|token|any)\}\}/g;

/** Whether a line is the expected one. A placeholder also matches itself: the line may be a template. */
export function matchesLine(expected: string, line: string): boolean {
  if (expected === line) return true;
  if (!expected.includes('{{')) return false;
  const parts = expected.split(PLACEHOLDER);
  // Text and names in turn.
  const pattern = parts.map((part, i) =>
    i % 2 === 0 ? literal(part) : `(?:${PLACEHOLDERS[part]}|\\{\\{${part}\\}\\})`,
  );
  return new RegExp(`^${pattern.join('')}$`).test(line);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Seconds or milliseconds this near to now were made by the run. */
const RECENT_MS = 3_600_000;
const EPOCH = /(?<!\d)\d{10}(?:\d{3})?(?!\d)/g;
/** A value that looks made, not chosen: long, and more than a word. */
const SESSION = /^(set-cookie:\s*[^=;]+=)(?=[^;]*\d)[\w.~+/=%-]{16,}/i;

/** Puts placeholders where a line holds the time of the run, an id, or a cookie's made-up value. */
export function maskLine(line: string, now: number): string {
  const isRecent = (ms: number) => Math.abs(ms - now) < RECENT_MS;
  const plain = line.replace(SESSION, '$1{{token}}').replace(new RegExp(UUID, 'g'), '{{uuid}}');
  return replaceRecentDates(plain, now, '{{date}}').replace(EPOCH, (text) =>
    isRecent(Number(text) * (text.length === 10 ? 1000 : 1)) ? '{{number}}' : text,
  );
}
