// A table of text for the terminal and for Markdown. Pure.

export type Cells = readonly string[];

/** Columns aligned by spaces: the first to the left, the others to the right. */
export function plainTable(head: Cells, rows: readonly Cells[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: Cells) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return all.map((row) => `${line(row)}\n`).join('');
}

export function markdownTable(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const rule = head.map((_, column) => (column === 0 ? '---|' : '--:|')).join('');
  return `${line(head)}|${rule}\n${rows.map(line).join('')}`;
}
