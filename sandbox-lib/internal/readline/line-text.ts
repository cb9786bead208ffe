// What editing a line asks of its text. Inside the context.
import { textWidth } from '../text-width.ts';

export function stripEscapes(text: string): string {
  return text.replace(/[\x1b\x9b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, '');
}

export function reverse(text: string): string {
  return [...text].reverse().join('');
}

/** Code units of the first and last characters. */
export function firstLength(text: string): number {
  return (text.codePointAt(0) ?? 0) > 0xffff ? 2 : Math.min(1, text.length);
}

export function lastLength(text: string): number {
  return (text.codePointAt(text.length - 2) ?? 0) > 0xffff ? 2 : Math.min(1, text.length);
}

export function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

export function inColumns(completions: readonly string[], columns: number): string {
  const widths = completions.map((completion) => textWidth(completion));
  const width = Math.max(...widths) + 2;
  const perLine = Number.isFinite(columns) ? Math.floor(columns / width) || 1 : 1;
  let text = '\r\n';
  let count = 0;
  let gap = 0;
  completions.forEach((completion, index) => {
    if (completion === '' || count === perLine) {
      text += '\r\n';
      count = 0;
      gap = 0;
    } else text += ' '.repeat(gap);
    if (completion === '') text += '\r\n';
    else {
      text += completion;
      gap = width - (widths[index] ?? 0);
      count++;
    }
  });
  return count === 0 ? text : `${text}\r\n\r\n`;
}
