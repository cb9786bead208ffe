// Ways in which scripts write a moment or a day, and whether one was made by the run. Pure.

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const MONTHS =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)';
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?';

/** Where the one is part of the other, the longer one comes first. */
const MOMENTS = [
  // Date.prototype.toString
  `${DAY} ${MONTH} \\d{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT[+-]\\d{4}(?: \\([^()<>]{1,60}\\))?`,
  // toUTCString, HTTP, mail, cookies
  `${DAY}[a-z]*,? \\d{1,2}[ -]${MONTH}[ -]\\d{2,4} \\d{2}:\\d{2}:\\d{2}(?: (?:GMT|UTC|[+-]\\d{4}))?`,
  // asctime
  `${DAY} ${MONTH} [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}`,
  // ISO 8601, SQL
  `\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?: ?(?:Z|UTC|[+-]\\d{2}:?\\d{2})\\b)?`,
  // toLocaleString in several languages
  `\\d{1,2}/\\d{1,2}/\\d{4},? ${CLOCK}(?:[ \\u202f](?:AM|PM))?`,
  `\\d{1,2}\\.\\d{1,2}\\.\\d{4},? ${CLOCK}`,
  `${MONTHS} \\d{1,2}, \\d{4}(?:,| at)? ${CLOCK}(?:[ \\u202f](?:AM|PM))?`,
  `\\d{1,2} ${MONTHS} \\d{4}(?:,| at)? ${CLOCK}`,
  // Log files
  `\\d{2}/${MONTH}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}`,
];
const DAYS = [
  `${DAY} ${MONTH} \\d{2} \\d{4}`,
  '\\d{4}-\\d{2}-\\d{2}',
  '\\d{1,2}/\\d{1,2}/\\d{4}',
  '\\d{1,2}\\.\\d{1,2}\\.\\d{4}',
  `${MONTHS} \\d{1,2}, \\d{4}`,
  `\\d{1,2} ${MONTHS} \\d{4}`,
];

/** A moment or a day, as part of a regular expression. */
export const DATE = `(?:${[...MOMENTS, ...DAYS].join('|')})`;

/** Nothing before and behind it that could make it a part of something longer. */
const WHOLE = new RegExp(`(?<![a-zA-Z\\d.])${DATE}(?![a-zA-Z\\d-]|\\.\\d)`, 'g');
const MOMENT = new RegExp(`^(?:${MOMENTS.join('|')})$`);
/** A moment this near to now was made by the run; one that stands in a page is older or younger. */
const RECENT_MS = 3_600_000;
/** A cookie or a page that expires does so at a moment worked out from now. */
const EXPIRES = /^(?:expires:|set-cookie:[^;]*;.*\bexpires=)/i;

/** Hands over each date in a line that was made at this time. */
export function replaceRecentDates(line: string, now: number, by: string): string {
  const isAhead = EXPIRES.test(line);
  return line.replace(WHOLE, (text) => {
    const isRecent = MOMENT.test(text)
      ? readings(text).some((ms) => Math.abs(ms - now) < RECENT_MS || (isAhead && ms > now))
      : readings(text).some((ms) => isSameDay(ms, now));
    return isRecent ? by : text;
  });
}

/** What a date may mean in milliseconds: without a zone it may be here or in UTC, and 1/2/2026 is two days. */
function readings(text: string): number[] {
  const plain = text
    .replace(/\(.*\)/, '')
    .replace(/\u202f| at /g, ' ')
    .replace(/(\d),(\d)/, '$1.$2')
    .replace(/^(\d{2}\/\w+\/\d{4}):/, '$1 ')
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d)/, '$1T$2')
    .replace(/ (Z|UTC|[+-]\d{2}:?\d{2})$/, (zone) => (/T/.test(text) ? zone.trim() : zone));
  const european = plain.replace(/^(\d{1,2})[./](\d{1,2})[./](\d{4})/, '$2/$1/$3');
  return [plain, european]
    .map((one) => one.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})/, '$1/$2/$3'))
    .flatMap((one) => [Date.parse(one), Date.parse(`${one.replace(/T/, ' ')} UTC`)])
    .filter((ms) => !Number.isNaN(ms));
}

/** The same day in UTC or in the zone of this process. */
function isSameDay(ms: number, now: number): boolean {
  const [one, other] = [new Date(ms), new Date(now)];
  return (
    one.toDateString() === other.toDateString() || one.toISOString().slice(0, 10) === other.toISOString().slice(0, 10)
  );
}
