// Columns a text takes on a terminal. Inside the context.

/** Removes the escape sequences that terminals do not show. */
export function stripColors(text: string): string {
  return text.includes('\x1b') ? text.replace(/\x1b\[\d\d?m/g, '') : text;
}

/** Columns of the text on a terminal: wide characters take two, combining ones none. */
export function textWidth(text: string, colors = true): number {
  const plain = colors ? stripColors(text) : text;
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const character of plain.normalize('NFC')) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (/^(?:[\p{Mn}\p{Me}\p{Cc}\p{Cf}]|\p{Emoji_Modifier})$/u.test(character)) return character === '\xad' ? 1 : 0;
  return isWide(character.codePointAt(0) ?? 0) || /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1;
}

/** East Asian Width W or F, first and last code points. */
const WIDE = [
  0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97f,
  0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18aff,
  0x1b000, 0x1b2ff, 0x1f200, 0x1f265, 0x20000, 0x3fffd,
];

function isWide(point: number): boolean {
  for (let at = 0; at < WIDE.length; at += 2) {
    if (point <= (WIDE[at + 1] as number)) return point >= (WIDE[at] as number); // pairs: both are there
  }
  return false;
}
